/* Words of the register's filter, and what they compile to. */
#include "console/filter/order_filter.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum form {
	FORM_FLAG,  /* the word alone */
	FORM_CODES, /* one value, or several with commas */
	FORM_DAYS   /* >DAY, <DAY or DAY */
};

static const struct {
	const char *name, *twin;
	enum form form;
} keys[] = {
        {"overdue", "прострочені", FORM_FLAG},
        {"escalated", "керівникові", FORM_FLAG},
        {"asked", "просять", FORM_FLAG},
        {"mine", "мої", FORM_FLAG},
        {"undelivered", "недоставлені", FORM_FLAG},
        {"enforced", "покарані", FORM_FLAG},
        {"repeated", "повторні", FORM_FLAG},
        {"done", "усунено", FORM_CODES},
        {"city", "місто", FORM_CODES},
        {"state", "стан", FORM_CODES},
        {"institution", "установа", FORM_CODES},
        {"district", "район", FORM_CODES},
        {"object", "об’єкт", FORM_CODES},
        {"issued", "видано", FORM_DAYS},
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static bool is_key(size_t i, const char *word, size_t len)
{
	return (strlen(keys[i].name) == len && memcmp(keys[i].name, word, len) == 0) ||
	       (strlen(keys[i].twin) == len && memcmp(keys[i].twin, word, len) == 0);
}

static json_t *codes(const char *values)
{
	json_t *list = json_array();
	char *copy = xstrdup(values), *save = NULL;

	for (char *v = strtok_r(copy, ",", &save); v; v = strtok_r(NULL, ",", &save))
		json_array_append_new(list, json_string(v));
	free(copy);
	return list;
}

/* The complaint, or NULL. */
static char *days(json_t *json, const char *name, const char *value)
{
	char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];
	const char *day = value + (*value == '>' || *value == '<');
	json_t *range = json_object_get(json, name);

	if (!when_parse_days(day, (int64_t)time(NULL), first, last))
		return xasprintf(_("'%s' is no day; such as 2026-03-01, 24.12, today"), day);
	if (!range) {
		range = json_object();
		json_object_set_new(json, name, range);
	}
	if (*value != '<')
		json_object_set_new(range, "from", json_string(*first ? first : last));
	if (*value != '>')
		json_object_set_new(range, "to", json_string(last));
	return NULL;
}

/* Takes one word. Returns the complaint, or NULL. */
static char *take(json_t *json, struct buf *words, const char *word)
{
	const char *colon = strchr(word, ':');
	size_t len = colon ? (size_t)(colon - word) : strlen(word), i = 0;

	while (i < KEYS && (!is_key(i, word, len) || (keys[i].form == FORM_FLAG) != !colon))
		i++;
	if (i == KEYS && colon)
		return xasprintf(_("'%.*s' is nothing that orders are found by; overdue, state:, "
		                   "institution:, district:, object:, issued:"),
		                 (int)len, word);
	if (i == KEYS)
		buf_addf(words, "%s%s", words->len ? " " : "", word);
	else if (keys[i].form == FORM_DAYS)
		return days(json, keys[i].name, colon + 1);
	else
		json_object_set_new(json, keys[i].name, colon ? codes(colon + 1) : json_true());
	return NULL;
}

char *order_filter_compile(const char *text, char **json)
{
	json_t *object = json_object();
	struct buf words = {0};
	char *copy = xstrdup(text), *save = NULL, *complaint = NULL;

	for (char *word = strtok_r(copy, " ", &save); word && !complaint;
	     word = strtok_r(NULL, " ", &save))
		complaint = take(object, &words, word);
	if (words.len)
		json_object_set_new(object, "text", json_string(words.data));
	*json = complaint ? NULL : json_dumps(object, JSON_COMPACT);
	json_decref(object);
	buf_release(&words);
	free(copy);
	return complaint;
}
