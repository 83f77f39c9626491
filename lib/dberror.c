#include "lib/dberror.h"

#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* {1} to {4} stand for the arguments, {1w} for words of ours, which are translated, {2t}
 * for a moment (ISO 8601) in its short form. A sentence of which an argument is missing or empty
 * is passed over, and the next line with the same SQLSTATE is tried. */
static const struct {
	const char *sqlstate;
	const char *sentence;
} sentences[] = {
        {"VA001", N_("not found: {1w} {2}")},
        {"VA002", N_("request {3}: '{1w}' is not possible, the state is '{2w}'")},
        {"VA002", N_("'{1w}' is not possible now")},
        {"VA003", N_("'{2}' is not allowed as {1w}: expected {3w}")},
        {"VA003", N_("{1w} is missing: expected {3w}")},
        {"VA003", N_("{1w} is missing or wrong")},
        {"VA004", N_("your role does not allow '{1w}': it needs {2w}")},
        {"VA004", N_("your role does not allow '{1w}'")},
        {"VA005", N_("there is already: {1w} {2}")},
        {"VA006", N_("unknown key in the filter: {1}")},
        {"40001", N_("{1} changed this request at {2t} ({3w})")},
        {"40001", N_("someone else changed this at the same moment")},
        {"40003", N_("it is saved, but the standby server may not have it yet")},
        {"42501", N_("your role does not allow this")},
        {"57014", N_("cancelled")},
};
enum { SENTENCES = sizeof(sentences) / sizeof(sentences[0]) };

/* The words that come as arguments; listed so that they reach the catalogue. */
static const char *const words[] = {
        /* verbs */
        N_("accept"), N_("reject"), N_("refer"), N_("draft"), N_("submit"), N_("approve"),
        N_("publish"), N_("changed"), N_("replay"), N_("erase"), N_("assign"), N_("take"),
        N_("give"), N_("claim"), N_("snooze"), N_("pause"), N_("resume"), N_("prolong"),
        N_("merge"), N_("split"), N_("absorb"), N_("release"), N_("reopen"), N_("withdraw"),
        N_("recall"), N_("undo"), N_("comment"), N_("received"), N_("referral_accept"),
        N_("referral_return"), N_("referral_answer"),
        /* states of a request and of a response */
        N_("new"), N_("pending"), N_("answered"), N_("rejected"), N_("merged"), N_("withdrawn"),
        N_("submitted"), N_("approved"), N_("published"), N_("recalled"),
        /* states of a referral */
        N_("sent"), N_("accepted"), N_("returned"), N_("cancelled"),
        /* states of what leaves */
        N_("delivered"), N_("failed"),
        /* roles */
        N_("moderator"), N_("officer"), N_("traffic"), N_("expert"), N_("auditor"), N_("admin"),
        N_("sync"),
        /* things and fields */
        N_("request"), N_("unit"), N_("response"), N_("reason"), N_("city"), N_("category"),
        N_("district"), N_("source"), N_("operator"), N_("role"), N_("note"), N_("body"),
        N_("kind"), N_("status"), N_("public"), N_("login"), N_("calendar"), N_("code"), N_("zone"),
        N_("setting"), N_("settings"), N_("transport"), N_("outbox"), N_("reporter"),
        N_("guidance"), N_("view"), N_("name"), N_("filter"), N_("days"), N_("daemon"), N_("beat"),
        N_("deputy"), N_("absence"), N_("rule"), N_("street"), N_("streets"), N_("hours"),
        N_("priority"), N_("type"), N_("to"), N_("referral"), N_("question"), N_("why"), N_("into"),
        N_("until"), N_("snoozed"), N_("items"), N_("verb"), N_("country"), N_("day"), N_("text"),
        N_("doing"), N_("seconds"), N_("lat"), N_("long"), N_("newsletter"), N_("subject"),
        N_("verdict"),
        /* what is expected */
        N_("a known code"), N_("a number"), N_("a public response"), N_("1 to 20000 characters"),
        N_("a day within the calendar"), N_("a name"), N_("a name such as Europe/Kyiv"),
        N_("a letter, then letters, digits, - and _; at most 40"),
        N_("a letter, then letters, digits and _; 2 to 40; not pg_ or varta_"),
        N_("a name, an interval within a day, true or false"), N_("a text without placeholders"),
        N_("a filter without id"), N_("1 to 60 characters"), N_("1 to 36500 days"),
        N_("an active officer"), N_("an officer of the city"), N_("an officer who is there"),
        N_("another officer of the same city"), N_("an officer who is nobody's deputy then"),
        N_("later than from"), N_("not later than its end"), N_("times that do not overlap"),
        N_("weekday 1 to 7, from before to, a place"), N_("a list"),
        N_("a name, true or false, a list of streets"), N_("from and to are numbers of houses"),
        N_("a number up to 32767"),
        N_("by_area and active are true or false, priority a number up to 32767"),
        N_("a number or a source"), N_("push, poll, publish or mail"),
        N_("an e-mail address, a telephone or a request"),
        N_("uk or en; a title up to 120, a text up to 10000 characters"),
        N_("another request of the same city"), N_("a request that is as private"),
        N_("a request that is not merged into this one"), N_("true or false"),
        N_("a moment within a year from now"), N_("a number of days"), N_("1 to 2000 characters"),
        N_("1 to 1000 requests"), N_("a word or a number"), N_("view or reply"),
        N_("from 1 to 3600"), N_("1 to 120 characters"), N_("1 to 10000 characters"),
        N_("again, refused or nobody"), N_("degrees from -90 to 90"),
        N_("degrees from -180 to 180")};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

/* Adds one word, translated where it is one of ours; returns whether it is. */
static bool add_word(struct buf *out, const char *word, size_t len)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (strlen(words[i]) == len && strncmp(words[i], word, len) == 0) {
			buf_adds(out, _(words[i]));
			return true;
		}
	}
	return false;
}

/* Adds a phrase of ours, or words separated by ', ' ("moderator, officer"). */
static void add_words(struct buf *out, const char *list)
{
	if (add_word(out, list, strlen(list)))
		return;
	while (*list != '\0') {
		size_t len = strcspn(list, ",");

		if (!add_word(out, list, len))
			buf_add(out, list, len);
		list += len;
		len = strspn(list, ", ");
		buf_add(out, list, len);
		list += len;
	}
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

/* Adds the n-th argument, from 1. Returns false where there is none. */
static bool add_argument(struct buf *out, const json_t *args, size_t n, char form)
{
	const json_t *arg = json_array_get(args, n - 1);
	const char *text = json_string_value(arg);

	if (json_is_integer(arg)) {
		buf_addf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(arg));
		return true;
	}
	if (!text || *text == '\0')
		return false;
	if (form == 't')
		add_moment(out, text);
	else if (form == 'w')
		add_words(out, text);
	else
		buf_adds(out, text);
	return true;
}

/* Reads a placeholder at s; returns its length, 0 where there is none. */
static size_t placeholder(const char *s, size_t *n, char *form)
{
	bool formed;

	if (s[0] != '{' || s[1] < '1' || s[1] > '9')
		return 0;
	formed = s[2] == 'w' || s[2] == 't';
	*n = (size_t)(s[1] - '0');
	*form = formed ? s[2] : '\0';
	return s[formed ? 3 : 2] == '}' ? (formed ? 4 : 3) : 0;
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

char *dberror_text(const struct db_error *error)
{
	struct buf raw = {0};
	json_t *args = NULL;
	char *text;

	if (error->detail)
		args = json_loads(error->detail, 0, NULL);
	if (dberror_is_offline(error))
		buf_adds(&raw, _("the database cannot be reached"));
	else if (!add_sentence(&raw, error, args))
		buf_adds(&raw, error->message ? error->message : error->sqlstate);
	json_decref(args);
	text = text_visible(raw.data, raw.len, TEXT_ONE_LINE);
	buf_release(&raw);
	return text;
}

bool dberror_is_conflict(const struct db_error *error)
{
	return is_class(error, "40001");
}

bool dberror_is_offline(const struct db_error *error)
{
	return is_class(error, "08") || is_class(error, "57P01") || is_class(error, "57P02") ||
	       is_class(error, "57P03");
}
