/* Compiles the words of a filter to JSON, and changes one key in a filter's text. */
#include "console/filter/filter.h"

#include "console/filter/filter_key.h"
#include "console/filter/ids.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct word {
	const char *start;
	size_t len;
};

/* What is gathered word by word. */
struct filter_reading {
	const struct filter_language *language;
	const struct layout *layout;
	json_t *root;
	struct buf text; /* words to look for, numbers among them */
	char *number;    /* the last of these; on its own it is that of a request */
	bool words;      /* there are others than numbers */
};

enum word_result { TAKEN, UNKNOWN, WRONG };

static bool next_word(const char **p, struct word *word)
{
	bool quoted;

	while (isspace((unsigned char)**p))
		(*p)++;
	word->start = *p;
	quoted = false;
	for (; **p && (quoted || !isspace((unsigned char)**p)); (*p)++)
		if (**p == '"')
			quoted = !quoted;
	word->len = (size_t)(*p - word->start);
	return word->len > 0;
}

static char *wrong_value(const struct filter_key *key, const char *value)
{
	struct buf list = {0};
	char *complaint;

	for (const struct filter_word *word = key->words; word->code; word++)
		buf_addf(&list, "%s%s", list.len ? ", " : "", filter_word_said(word));
	complaint = xasprintf(_("no %s '%s': %s"), filter_word_said(&key->name), value, list.data);
	buf_release(&list);
	return complaint;
}

/* Adds one value; a word for several is spread out. */
static char *add_value(json_t *list, const struct filter_key *key, const char *value);

static char *add_values(json_t *list, const struct filter_key *key, const char *values)
{
	char *complaint = NULL;

	for (const char *p = values; !complaint && *p;) {
		size_t len = strcspn(p, ",");
		char *value = xstrndup(p, len);
		if (*value)
			complaint = add_value(list, key, value);
		free(value);
		p += len + (p[len] == ',');
	}
	return complaint;
}

static char *add_value(json_t *list, const struct filter_key *key, const char *value)
{
	const struct filter_word *known = filter_key_word(key, value, strlen(value));

	for (size_t i = 0; i < FILTER_SETS && key->sets[i].codes; i++)
		if (filter_word_is(&key->sets[i].word, value, strlen(value)))
			return add_values(list, key, key->sets[i].codes);
	if (!known && key->words && !key->more)
		return wrong_value(key, value);
	json_array_append_new(list, json_string(known ? known->code : value));
	return NULL;
}

static char *take_number(json_t **value, const char *text)
{
	char *end;
	long long id;

	errno = 0;
	id = strtoll(text, &end, 10);
	if (errno || *end || end == text || id < 1)
		return xasprintf(_("'%s' is not the number of a request"), text);
	*value = json_integer(id);
	return NULL;
}

static char *take_codes(const struct filter_key *key, const char *text, json_t **value)
{
	json_t *list = json_array();
	char *complaint = add_values(list, key, text);

	if (!complaint && json_array_size(list) == 0)
		complaint = xasprintf(_("'%s:' wants a value"), filter_word_said(&key->name));
	if (!complaint && key->takes == FILTER_ONE)
		*value = json_incref(json_array_get(list, 0));
	else if (!complaint)
		*value = json_incref(list);
	json_decref(list);
	return complaint;
}

static void unquote(char *s)
{
	char *out = s;

	for (; *s; s++)
		if (*s != '"')
			*out++ = *s;
	*out = '\0';
}

static void add_text(struct filter_reading *r, const char *word)
{
	if (*word)
		buf_addf(&r->text, "%s%s", r->text.len ? " " : "", word);
}

static char *take_value(struct filter_reading *r, const struct filter_key *key, const char *text)
{
	json_t *value = NULL;
	char *complaint = NULL;

	switch (key->takes) {
	case FILTER_CODES:
	case FILTER_ONE:
		complaint = take_codes(key, text, &value);
		break;
	case FILTER_NUMBER:
		complaint = take_number(&value, text);
		break;
	case FILTER_TIME:
		complaint = filter_read_time(key, text, &value);
		break;
	case FILTER_PLACE:
		complaint = filter_read_place(key, text, &value);
		break;
	case FILTER_DAYS:
		value = json_incref(json_object_get(r->root, key->json));
		complaint = filter_read_days(text, &value);
		break;
	case FILTER_TEXT:
		r->words = true;
		add_text(r, text);
		break;
	}
	if (value)
		json_object_set_new(r->root, key->json, value);
	return complaint;
}

static void take_flag(struct filter_reading *r, const struct filter_flag *flag)
{
	json_t *value = flag->code ? json_pack("[s]", flag->code) : json_true();

	json_object_set_new(r->root, flag->json, value);
}

static enum word_result take_word(struct filter_reading *r, const char *word, char **complaint)
{
	const char *colon = strchr(word, ':');
	const struct filter_flag *flag = filter_flag_find(r->language, word);
	const struct filter_key *key;
	char *value;

	if (flag)
		take_flag(r, flag);
	if (flag || !colon || *word == '"')
		return flag ? TAKEN : UNKNOWN;
	key = filter_key_find(r->language, word, (size_t)(colon - word));
	if (!key)
		return UNKNOWN;
	value = xstrdup(colon + 1);
	unquote(value);
	*complaint = take_value(r, key, value);
	free(value);
	return *complaint ? WRONG : TAKEN;
}

static char *no_such_key(const struct filter_language *language, const char *word)
{
	const struct filter_key *key;
	struct buf names = {0};
	char *complaint;

	for (size_t k = 0; (key = filter_key_at(language, k)) != NULL; k++)
		buf_addf(&names, "%s%s:", k ? " " : "", filter_word_said(&key->name));
	complaint = xasprintf(_("'%s' is none of %s"), word, names.data);
	buf_release(&names);
	return complaint;
}

/* What is no word of the language is looked for. */
static char *take_free(struct filter_reading *r, char *word)
{
	char *digits;
	bool number;

	if (strchr(word, ':') && *word != '"')
		return no_such_key(r->language, word);
	digits = word + (ids_skip_sign(word) - word);
	number = *digits && digits[strspn(digits, "0123456789")] == '\0';
	if (number)
		word = digits;
	unquote(word);
	add_text(r, word);
	r->words |= !number;
	if (number) {
		free(r->number);
		r->number = xstrdup(word);
	}
	return NULL;
}

static char *take(struct filter_reading *r, const struct word *word)
{
	char *typed = xstrndup(word->start, word->len);
	char *latin = layout_text(r->layout, typed);
	char *complaint = NULL;
	enum word_result outcome = take_word(r, typed, &complaint);

	if (outcome == UNKNOWN && *typed != '"')
		outcome = take_word(r, latin, &complaint);
	if (outcome == UNKNOWN)
		complaint = take_free(r, typed);
	free(latin);
	free(typed);
	return complaint;
}

static char *finish(struct filter_reading *r)
{
	json_t *number = NULL;

	if (r->text.len && (r->words || !r->language->numbers))
		json_object_set_new(r->root, "text", json_string(r->text.data));
	else if (r->number) {
		char *complaint = take_number(&number, r->number);
		if (complaint)
			return complaint;
		json_object_set_new(r->root, "id", number);
	}
	return NULL;
}

char *filter_compile(const struct filter_language *language, const char *text,
                     const struct layout *layout, char **json)
{
	struct filter_reading r = {.language = language, .layout = layout, .root = json_object()};
	char *complaint = NULL;
	struct word word;

	for (const char *p = text; !complaint && next_word(&p, &word);)
		complaint = take(&r, &word);
	if (!complaint)
		complaint = finish(&r);
	*json = complaint ? NULL : json_dumps(r.root, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(r.root);
	buf_release(&r.text);
	free(r.number);
	return complaint;
}

/* The key of the word where it is the one of that neutral name; NULL: it is not. */
static const struct filter_key *key_of(const struct filter_language *language,
                                       const struct word *word, const char *key)
{
	const char *colon = memchr(word->start, ':', word->len);
	const struct filter_key *found;

	if (!colon)
		return NULL;
	found = filter_key_find(language, word->start, (size_t)(colon - word->start));
	return found && strcmp(found->name.code, key) == 0 ? found : NULL;
}

/* Writes neutral values in the reader's language. */
static void add_said(struct buf *out, const struct filter_language *language, const char *name,
                     const char *values)
{
	const struct filter_key *key = filter_key_find(language, name, strlen(name));

	buf_addf(out, "%s%s:", out->len ? " " : "", filter_word_said(&key->name));
	filter_say_codes(key, values, out);
}

char *filter_with(const struct filter_language *language, const char *text, const char *key,
                  const char *values)
{
	struct buf out = {0};
	struct word word;
	bool written = false;

	for (const char *p = text; next_word(&p, &word);) {
		bool same = key_of(language, &word, key) != NULL;
		if (same && (written || !values))
			continue;
		if (same) {
			add_said(&out, language, key, values);
		} else {
			buf_adds(&out, out.len ? " " : "");
			buf_add(&out, word.start, word.len);
		}
		written |= same;
	}
	if (!written && values)
		add_said(&out, language, key, values);
	return buf_steal(&out);
}

char *filter_value(const struct filter_language *language, const char *text, const char *name)
{
	struct word word;

	for (const char *p = text; next_word(&p, &word);) {
		const struct filter_key *key = key_of(language, &word, name);
		const struct filter_word *known;
		const char *start, *comma;
		size_t len;
		if (!key)
			continue;
		start = (const char *)memchr(word.start, ':', word.len) + 1;
		len = (size_t)(word.start + word.len - start);
		comma = memchr(start, ',', len);
		len = comma ? (size_t)(comma - start) : len;
		known = filter_key_word(key, start, len);
		return known ? xstrdup(known->code) : xstrndup(start, len);
	}
	return NULL;
}

char *filter_said(const struct filter_language *language, const char *text)
{
	char *json, *complaint = filter_compile(language, text, NULL, &json), *said;
	json_t *root;

	if (complaint) {
		free(complaint);
		return xstrdup(text);
	}
	root = json_loads(json, 0, NULL);
	said = filter_text(language, root);
	json_decref(root);
	free(json);
	return said;
}
