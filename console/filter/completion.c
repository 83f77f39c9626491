/* Finds the keys, flags and values that the word before the cursor can become. */
#include "console/filter/completion.h"

#include "console/filter/filter_key.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

/* What was typed of it, as it is and as on a Latin keyboard. */
struct typed_word {
	char *as_is, *latin;
};

void complete_release(struct completion *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].text);
		free(c->v[i].help);
	}
	*c = (struct completion){0};
}

static void add(struct completion *c, char *text, const char *help)
{
	if (c->n < COMPLETE_MAX)
		c->v[c->n++] = (struct candidate){text, xstrdup(help)};
	else
		free(text);
}

static bool begins(const char *s, const char *start)
{
	return filter_word_begins(s, start, strlen(start));
}

static bool fits(const struct typed_word *typed, const char *code)
{
	return begins(code, typed->as_is) || begins(code, typed->latin);
}

static bool fits_word(const struct typed_word *typed, const struct filter_word *word)
{
	return fits(typed, word->code) || fits(typed, word->twin);
}

static void add_words(struct completion *c, const struct filter_language *language,
                      const struct typed_word *typed)
{
	const struct filter_key *key;
	const struct filter_flag *flag;

	for (size_t i = 0; (flag = filter_flag_at(language, i)) != NULL; i++)
		if (fits_word(typed, &flag->word))
			add(c, xstrdup(filter_word_said(&flag->word)), _(flag->help));
	for (size_t i = 0; (key = filter_key_at(language, i)) != NULL; i++)
		if (fits_word(typed, &key->name))
			add(c, xasprintf("%s:", filter_word_said(&key->name)), _(key->help));
}

static void add_codes(struct completion *c, const struct filter_key *key,
                      const struct typed_word *typed, const struct catalogue *codes)
{
	for (const struct filter_word *word = key->words; word && word->code; word++)
		if (fits_word(typed, word))
			add(c, xstrdup(filter_word_said(word)), "");
	for (int i = 0; i < FILTER_SETS && key->sets[i].codes; i++)
		if (fits_word(typed, &key->sets[i].word))
			add(c, xstrdup(filter_word_said(&key->sets[i].word)), "");
	for (size_t i = 0; i < codes->n; i++) {
		const struct catalogue_code *code = &codes->codes[i];
		if (strcmp(code->key, key->json) == 0 &&
		    !filter_key_word(key, code->code, strlen(code->code)) &&
		    (fits(typed, code->code) || begins(code->name, typed->as_is)))
			add(c, xstrdup(code->code), code->name);
	}
	if (c->n == 0 && !*typed->as_is)
		add(c, xstrdup(""), _(key->help));
}

/* The beginning of the word that ends at cursor. */
static size_t word_start(const char *text, size_t cursor)
{
	while (cursor > 0 && text[cursor - 1] != ' ')
		cursor--;
	return cursor;
}

static struct typed_word typed_of(const char *text, size_t len, const struct layout *layout)
{
	struct typed_word typed = {.as_is = xstrndup(text, len)};

	typed.latin = layout_text(layout, typed.as_is);
	return typed;
}

static const struct filter_key *key_before_colon(const struct filter_language *language,
                                                 const char *word)
{
	size_t len = strlen(word);

	return len > 1 && word[len - 1] == ':' ? filter_key_find(language, word, len - 1) : NULL;
}

/* The key of the word, however it was typed; its colon is at *colon. */
static const struct filter_key *key_of(const struct filter_language *language, const char *text,
                                       size_t start, size_t cursor, const struct layout *layout,
                                       size_t *colon)
{
	const struct filter_key *found = NULL;

	for (*colon = start; *colon < cursor && !found; ++*colon) {
		struct typed_word word = typed_of(text + start, *colon + 1 - start, layout);
		found = key_before_colon(language, word.as_is);
		if (!found)
			found = key_before_colon(language, word.latin);
		free(word.as_is);
		free(word.latin);
	}
	return found;
}

void complete_find(struct completion *c, const struct filter_language *language, const char *text,
                   size_t cursor, const struct catalogue *codes, const struct layout *layout)
{
	size_t behind, start;
	const struct filter_key *key;
	struct typed_word typed;

	complete_release(c);
	start = word_start(text, cursor);
	key = key_of(language, text, start, cursor, layout, &behind);
	if (key)
		start = behind;
	for (size_t i = start; key && i < cursor; i++)
		if (text[i] == ',')
			start = i + 1;
	c->from = start;
	c->to = cursor;
	typed = typed_of(text + start, cursor - start, layout);
	if (key)
		add_codes(c, key, &typed, codes);
	else if (*typed.as_is != '"')
		add_words(c, language, &typed);
	free(typed.as_is);
	free(typed.latin);
}
