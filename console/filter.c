#include "console/filter.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "console/status.h"
#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

enum outcome { TAKEN, NO_SUCH_KEY, WRONG };

struct word {
	const char *start;
	size_t len;
};

/* A key of the language: its names, what the database calls it, the codes it takes where this
 * program knows them all, and a word that stands for several of them. */
static const struct filter_key {
	const char *names[3];
	const char *json;
	const char *const *codes;
	struct {
		const char *word, *codes;
	} sets[2];
} keys[] = {
        {{"status", "st"},
         "status",
         (const char *const[]){"new", "pending", "answered", "rejected", "merged", "withdrawn",
                               NULL},
         {{"all", "new,pending,answered,rejected,merged,withdrawn"}, {"open", "new,pending"}}},
        {{"city"}, "city", NULL, {{NULL, NULL}}},
        {{"cat", "category"}, "category", NULL, {{NULL, NULL}}},
        {{"kind"},
         "kind",
         (const char *const[]){"question", "traffic", "spot", "crime", "message", NULL},
         {{NULL, NULL}}},
        {{"district"}, "district", NULL, {{NULL, NULL}}},
        {{"id", "no"}, "id", NULL, {{NULL, NULL}}},
};

enum { KEYS_N = sizeof(keys) / sizeof(*keys) };

static bool next_word(const char **p, struct word *word)
{
	while (isspace((unsigned char)**p))
		(*p)++;
	word->start = *p;
	bool quoted = false;
	for (; **p && (quoted || !isspace((unsigned char)**p)); (*p)++)
		if (**p == '"')
			quoted = !quoted;
	word->len = (size_t)(*p - word->start);
	return word->len > 0;
}

static const struct filter_key *find_key(const char *name, size_t len)
{
	for (int k = 0; k < KEYS_N; k++)
		for (int i = 0; i < 3 && keys[k].names[i]; i++)
			if (strlen(keys[k].names[i]) == len &&
			    strncmp(keys[k].names[i], name, len) == 0)
				return &keys[k];
	return NULL;
}

static bool known_code(const struct filter_key *key, const char *code)
{
	if (!key->codes)
		return true;
	for (int i = 0; key->codes[i]; i++)
		if (strcmp(key->codes[i], code) == 0)
			return true;
	return false;
}

static char *wrong_value(const struct filter_key *key, const char *value)
{
	struct buf list = {0};
	for (int i = 0; key->codes && key->codes[i]; i++)
		buf_addf(&list, "%s%s", i ? ", " : "", key->codes[i]);
	char *complaint = xasprintf(_("no %s '%s': %s"), key->names[0], value, list.data);
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
	for (size_t i = 0; i < sizeof(key->sets) / sizeof(*key->sets); i++)
		if (key->sets[i].word && strcmp(key->sets[i].word, value) == 0)
			return add_values(list, key, key->sets[i].codes);
	if (!known_code(key, value))
		return wrong_value(key, value);
	json_array_append_new(list, json_string(value));
	return NULL;
}

static char *take_number(json_t *root, const char *text)
{
	char *end;
	errno = 0;
	long long id = strtoll(text, &end, 10);
	if (errno || *end || end == text || id < 1)
		return xasprintf(_("'%s' is not the number of a request"), text);
	json_object_set_new(root, "id", json_integer(id));
	return NULL;
}

static void unquote(char *s)
{
	char *out = s;
	for (; *s; s++)
		if (*s != '"')
			*out++ = *s;
	*out = '\0';
}

static enum outcome take_word(json_t *root, const char *word, char **complaint)
{
	*complaint = NULL;
	const char *colon = strchr(word, ':');
	if (!colon) {
		if (!isdigit((unsigned char)*word))
			return NO_SUCH_KEY;
		*complaint = take_number(root, word);
		return *complaint ? WRONG : TAKEN;
	}
	const struct filter_key *key = find_key(word, (size_t)(colon - word));
	if (!key)
		return NO_SUCH_KEY;
	char *values = xstrdup(colon + 1);
	unquote(values);
	json_t *list = json_array();
	if (strcmp(key->json, "id") == 0)
		*complaint = take_number(root, values);
	else
		*complaint = add_values(list, key, values);
	if (!*complaint && strcmp(key->json, "id") != 0 && json_array_size(list) == 0)
		*complaint = xasprintf(_("'%s:' wants a value"), key->names[0]);
	if (!*complaint && json_array_size(list) > 0)
		json_object_set(root, key->json, list);
	json_decref(list);
	free(values);
	return *complaint ? WRONG : TAKEN;
}

static char *no_such_key(const char *word)
{
	struct buf names = {0};
	for (int k = 0; k < KEYS_N; k++)
		buf_addf(&names, "%s%s:", k ? " " : "", keys[k].names[0]);
	char *complaint = xasprintf(_("'%s' is none of %s"), word, names.data);
	buf_release(&names);
	return complaint;
}

char *filter_compile(const char *text, const struct layout *layout, char **json)
{
	json_t *root = json_object();
	char *complaint = NULL;
	struct word word;
	for (const char *p = text; !complaint && next_word(&p, &word);) {
		char *typed = xstrndup(word.start, word.len);
		char *latin = layout_text(layout, typed);
		enum outcome outcome = take_word(root, typed, &complaint);
		if (outcome == NO_SUCH_KEY)
			outcome = take_word(root, latin, &complaint);
		if (outcome == NO_SUCH_KEY)
			complaint = no_such_key(typed);
		free(latin);
		free(typed);
	}
	*json = complaint ? NULL : json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(root);
	return complaint;
}

static bool word_has_key(const struct word *word, const char *key)
{
	const char *colon = memchr(word->start, ':', word->len);
	if (!colon)
		return false;
	const struct filter_key *found = find_key(word->start, (size_t)(colon - word->start));
	return found && strcmp(found->names[0], key) == 0;
}

char *filter_with(const char *text, const char *key, const char *values)
{
	struct buf out = {0};
	struct word word;
	bool written = false;
	for (const char *p = text; next_word(&p, &word);) {
		bool same = word_has_key(&word, key);
		if (same && (written || !values))
			continue;
		buf_adds(&out, out.len ? " " : "");
		if (same)
			buf_addf(&out, "%s:%s", key, values);
		else
			buf_add(&out, word.start, word.len);
		written |= same;
	}
	if (!written && values)
		buf_addf(&out, "%s%s:%s", out.len ? " " : "", key, values);
	return buf_steal(&out);
}

char *filter_value(const char *text, const char *key)
{
	struct word word;
	for (const char *p = text; next_word(&p, &word);) {
		if (!word_has_key(&word, key))
			continue;
		const char *start = (const char *)memchr(word.start, ':', word.len) + 1;
		size_t len = (size_t)(word.start + word.len - start);
		const char *comma = memchr(start, ',', len);
		return xstrndup(start, comma ? (size_t)(comma - start) : len);
	}
	return NULL;
}
