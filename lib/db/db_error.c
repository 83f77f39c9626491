/* Words what the database refused, by its SQLSTATE and the values in its DETAIL. */
#include "lib/db/db_error.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* {1} to {9} stand for the arguments, {1w} for words of the database, which are translated, {1v}
 * for an act, {2r} for codes of roles, {2t} for a moment (ISO 8601) in its short form. A sentence
 * of which an argument is missing or empty is passed over, and the next line with the same SQLSTATE
 * is tried.
 */
static const struct {
	const char *sqlstate;
	const char *sentence;
} sentences[] = {
        {"VA001", N_("not found: {1w} {2}")},
        {"VA001", N_("not found: {1w}")},
        {"VA002", N_("No. {3}: '{1v}' is not possible: {4w}")},
        {"VA002", N_("'{1v}' is not possible: {4w}")},
        {"VA002", N_("No. {3} is '{2w}' already: '{1v}' is not possible")},
        {"VA002", N_("'{1v}' is not possible now")},
        {"VA003", N_("'{2}' is not allowed as {1w}: expected {3w}")},
        {"VA003", N_("{1w} is missing: expected {3w}")},
        {"VA003", N_("{1w} is missing or wrong")},
        {"VA004", N_("'{1v}' is only for {2r}")},
        {"VA004", N_("your role does not allow '{1v}'")},
        {"VA005", N_("{1w} {2} belongs to {3w}: choose another one")},
        {"VA005", N_("there is already: {1w} {2}")},
        {"VA006", N_("unknown key in the filter: {1}")},
        {"VA007", N_("the login {1} is locked: an administrator can let it in again")},
        {"40001", N_("{1} changed this request at {2t} ({3w})")},
        {"40001", N_("someone else changed this at the same moment")},
        {"40003",
         N_("it is done here, but it is not certain that it stays: the standby server has not "
            "confirmed it")},
        {"42501", N_("your role does not allow this: it is only for {1r}")},
        {"42501", N_("your role does not allow this")},
        {"57014", N_("cancelled")},
};
enum { SENTENCES = sizeof(sentences) / sizeof(sentences[0]) };

/* Adds a phrase of ours, or words separated by ', ' ("moderator, officer"). */
static void add_words(struct buf *out, const char *list)
{
	const char *phrase = i18n_word(list);

	if (phrase != list) {
		buf_adds(out, phrase);
		return;
	}
	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		char *word = xstrndup(list, len);

		buf_adds(out, i18n_word(word));
		free(word);
		list += len;
		len = strspn(list, ", ");
		buf_add(out, list, len);
		list += len;
	}
}

static void add_act(struct buf *out, const char *act)
{
	char *words = db_event_words(act);

	buf_adds(out, words);
	free(words);
}

static void add_moment(struct buf *out, const char *iso)
{
	int64_t at;
	char *text;

	if (!when_parse(iso, 0, &at)) {
		buf_adds(out, iso);
		return;
	}
	text = when_short(at, time(NULL));
	buf_adds(out, text);
	free(text);
}

/* Reads a placeholder at s; returns its length, 0 where there is none. */
static size_t placeholder(const char *s, size_t *n, char *form)
{
	bool formed;

	if (s[0] != '{' || s[1] < '1' || s[1] > '9')
		return 0;
	formed = s[2] && strchr("vwrt", s[2]);
	*n = (size_t)(s[1] - '0');
	*form = formed ? s[2] : '\0';
	return s[formed ? 3 : 2] == '}' ? (formed ? 4 : 3) : 0;
}

/* Adds a text or a number as it is. Returns false where there is none. */
static bool add_plain(struct buf *out, const json_t *arg)
{
	const char *text = json_string_value(arg);

	if (json_is_integer(arg))
		buf_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(arg));
	else if (text && *text)
		buf_adds(out, text);
	else
		return false;
	return true;
}

/* Adds words of the database, translated; the fourth argument and those behind it fill their
 * placeholders, such as {4}. */
static void add_phrase(struct buf *out, const char *text, const json_t *args)
{
	struct buf words = {0};
	const char *s;

	add_words(&words, text);
	for (s = words.data; s && *s;) {
		size_t n, len;
		char form;
		len = placeholder(s, &n, &form);
		if (len == 0 || form || n < 4 || !add_plain(out, json_array_get(args, n - 1))) {
			len = 1;
			buf_addc(out, *s);
		}
		s += len;
	}
	buf_release(&words);
}

/* Adds the n-th argument, from 1. Returns false where there is none. */
static bool add_argument(struct buf *out, const json_t *args, size_t n, char form)
{
	const json_t *arg = json_array_get(args, n - 1);
	const char *text = json_string_value(arg);

	if (form == '\0' || !text || *text == '\0')
		return add_plain(out, arg);
	if (form == 't')
		add_moment(out, text);
	else if (form == 'r')
		db_roles_add(out, text);
	else if (form == 'v')
		add_act(out, text);
	else
		add_phrase(out, text, args);
	return true;
}

static bool fill(struct buf *out, const char *sentence, const json_t *args)
{
	while (*sentence != '\0') {
		size_t n, len;
		char form;
		len = placeholder(sentence, &n, &form);
		if (len > 0 && !add_argument(out, args, n, form))
			return false;
		if (len == 0)
			buf_addc(out, *sentence);
		sentence += len > 0 ? len : 1;
	}
	return true;
}

static bool is_class(const struct db_error *error, const char *prefix)
{
	return strncmp(error->sqlstate, prefix, strlen(prefix)) == 0;
}

/* Adds the sentence of the table; false where it has none that fits. */
static bool add_sentence(struct buf *out, const struct db_error *error, const json_t *args)
{
	for (size_t i = 0; i < SENTENCES; i++) {
		if (strcmp(sentences[i].sqlstate, error->sqlstate) != 0)
			continue;
		if (fill(out, _(sentences[i].sentence), args))
			return true;
		buf_clear(out);
	}
	return false;
}

char *db_error_text(const struct db_error *error)
{
	struct buf raw = {0};
	json_t *args = NULL;
	char *text;

	if (error->detail)
		args = json_loads(error->detail, 0, NULL);
	if (db_error_is_offline(error))
		buf_adds(&raw, _("the database cannot be reached"));
	else if (!add_sentence(&raw, error, args))
		buf_adds(&raw, error->message ? error->message : error->sqlstate);
	json_decref(args);
	text = text_visible(raw.data, raw.len, TEXT_ONE_LINE);
	buf_release(&raw);
	return text;
}

int64_t db_error_request(const struct db_error *error)
{
	json_t *args = is_class(error, "VA002") && error->detail
	                       ? json_loads(error->detail, 0, NULL)
	                       : NULL;
	const char *number = json_string_value(json_array_get(args, 2));
	int64_t request = number ? strtoll(number, NULL, 10) : 0;

	json_decref(args);
	return request;
}

bool db_error_is_wrong_value(const struct db_error *error)
{
	return is_class(error, "VA003") || is_class(error, "VA006");
}

bool db_error_is_denied(const struct db_error *error)
{
	return is_class(error, "42501");
}

bool db_error_is_conflict(const struct db_error *error)
{
	return is_class(error, "40001");
}

bool db_error_is_offline(const struct db_error *error)
{
	return is_class(error, "08") || is_class(error, "57P01") || is_class(error, "57P02") ||
	       is_class(error, "57P03");
}

bool db_error_is_held(const struct db_error *error)
{
	return is_class(error, "55P03") || is_class(error, "57014");
}
