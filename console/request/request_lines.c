/* Writes a whole request as lines of text: its fields, words, responses, referrals and history. */
#include "console/request/request_detail.h"

#include "console/data/duty.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { INDENT = 1, DEEPER = 3 };

static const char *const areas[] = {
        [AREA_INSIDE] = NULL,
        [AREA_OTHER_CITY] = N_("the place is in another city"),
        [AREA_OUTSIDE] = N_("the place is outside every known city"),
        [AREA_NO_POINT] = N_("no place was given"),
};

/* A time of the JSON: seconds since 1970, or ISO 8601. The caller frees it. */
static char *time_of(const json_t *object, const char *field, int64_t now)
{
	const json_t *value = json_object_get(object, field);
	int64_t at;

	if (json_is_integer(value))
		at = json_integer_value(value);
	else if (!json_is_string(value) || !when_parse(json_string_value(value), 0, &at))
		return xstrdup("");
	return when_short(at, now);
}

/* Adds ' · text' unless text is empty; frees it. */
static void join(struct buf *out, char *text)
{
	if (*text)
		buf_addf(out, "%s%s", out->len ? " · " : "", text);
	free(text);
}

static void flush(struct lines *l, enum style style, int indent, struct buf *out)
{
	if (out->len)
		lines_add(l, style, indent, out->data);
	buf_release(out);
}

static void heading(struct lines *l, const char *text)
{
	lines_blank(l);
	lines_add(l, STYLE_HEADING, INDENT, text);
}

static char *coordinates(const json_t *json)
{
	const json_t *latitude = json_object_get(json, "lat");
	const json_t *longitude = json_object_get(json, "long");

	if (!json_is_number(latitude) || !json_is_number(longitude))
		return xstrdup("");
	return xasprintf("%.5f, %.5f", json_number_value(latitude), json_number_value(longitude));
}

/* By what one finds the point, and what of the place the resident did not say. */
static void add_near(struct lines *l, const json_t *json)
{
	char *near = detail_text(json, "near"), *address = detail_text(json, "address");
	char *computed = detail_text(json, "computed");

	if (*near && strcmp(near, address) != 0)
		lines_addf(l, STYLE_PLAIN, INDENT, _("near %s"), near);
	if (strcmp(computed, "point") == 0)
		lines_add(l, STYLE_FAINT, INDENT, _("the point was computed from the address"));
	else if (strcmp(computed, "address") == 0)
		lines_add(l, STYLE_FAINT, INDENT, _("the address was computed from the point"));
	free(near);
	free(address);
	free(computed);
}

static void add_place(struct lines *l, const struct detail *d)
{
	struct buf out = {0};

	join(&out, detail_text(d->json, "address"));
	join(&out, xstrdup(d->row->district));
	join(&out, coordinates(d->json));
	flush(l, STYLE_PLAIN, INDENT, &out);
	add_near(l, d->json);
	if (areas[d->row->area])
		lines_addf(l, STYLE_SOON, INDENT, "? %s", _(areas[d->row->area]));
}

static const char *zone_of(const struct detail *d)
{
	return json_string_value(json_object_get(d->json, "zone"));
}

static void add_dates(struct lines *l, const struct detail *d, int64_t now)
{
	struct buf out = {0};
	char *source;

	if (d->row->received) {
		char *at = when_short(d->row->received, now);
		buf_addf(&out, "%s %s", _("received"), at);
		free(at);
	}
	source = detail_text(d->json, "source");
	if (*source)
		buf_addf(&out, " (%s)", source);
	free(source);
	if (d->row->due) {
		char *at = when_until(d->row->due, now, zone_of(d));
		char *left = when_left(d->row->due, now);
		buf_addf(&out, "%s%s (%s)", out.len ? " · " : "", at, left);
		free(at);
		free(left);
	}
	flush(l, d->row->due_state == DUE_LATE ? STYLE_LATE : STYLE_PLAIN, INDENT, &out);
}

static void add_reporter(struct lines *l, const json_t *reporter)
{
	static const char *const fields[] = {"name", "email", "phone"};
	struct buf out = {0};
	char *first = detail_text(reporter, "first_name");
	char *last = detail_text(reporter, "last_name");

	join(&out, xasprintf("%s%s%s", first, *first && *last ? " " : "", last));
	free(first);
	free(last);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		join(&out, detail_text(reporter, fields[i]));
	if (out.len)
		lines_addf(l, STYLE_PLAIN, INDENT, _("resident: %s"), out.data);
	buf_release(&out);
}

/* Of a message: its beat, and who is in charge there now. */
static void add_beat(struct lines *l, const json_t *beat, int64_t now, const char *zone)
{
	struct buf out = {0};
	const json_t *until = json_object_get(beat, "away_until");
	char *deputy;

	join(&out, detail_text(beat, "beat_name"));
	join(&out, detail_text(beat, "officer_name"));
	deputy = detail_text(beat, "deputy_name");
	if (json_is_number(until)) {
		char *day = duty_last_day((int64_t)json_number_value(until), now, zone);
		buf_addf(&out, _(", away until %s"), day);
		free(day);
	}
	if (*deputy)
		buf_addf(&out, _(", deputy: %s"), deputy);
	flush(l, STYLE_PLAIN, INDENT, &out);
	free(deputy);
}

static void add_suggestion(struct lines *l, const json_t *unit)
{
	char *name = detail_text(unit, "name");
	char *reason = detail_text(unit, "reason");

	if (*name)
		lines_addf(l, STYLE_PLAIN, INDENT, *reason ? _("suggested: %s (%s)") : "%s%s", name,
		           reason);
	free(name);
	free(reason);
}

static void add_referral(struct lines *l, const struct detail *d, const json_t *referral,
                         int64_t now)
{
	int64_t due = json_integer_value(json_object_get(referral, "due"));
	struct buf out = {0};
	char *state;

	join(&out, detail_text(referral, "unit_name"));
	state = detail_text(referral, "state");
	join(&out, xstrdup(i18n_word(state)));
	free(state);
	if (due)
		join(&out, when_until(due, now, zone_of(d)));
	join(&out, detail_text(referral, "note"));
	flush(l, STYLE_PLAIN, INDENT, &out);
}

/* Whoever publishes an answer has to know what is seen with it. */
static void add_answer_photos(struct lines *l, json_int_t n)
{
	if (n)
		lines_addf(
		        l, STYLE_PLAIN, DEEPER,
		        ngettext("%d photo goes with it", "%d photos go with it", (unsigned long)n),
		        (int)n);
}

/* What came with the answer of a unit without operators: a file, or a photo that is none yet. */
static void add_answer_files(struct lines *l, const json_t *files)
{
	const json_t *file;
	size_t i;

	json_array_foreach(files, i, file) {
		char *name = detail_text(file, "name"), *refused = detail_text(file, "refused");

		if (*refused)
			lines_addf(l, STYLE_SOON, DEEPER, _("photo not taken: %s (%s)"), name,
			           refused);
		else if (json_is_true(json_object_get(file, "waiting")))
			lines_addf(l, STYLE_PLAIN, DEEPER, _("photo being processed: %s"), name);
		else
			lines_addf(l, STYLE_PLAIN, DEEPER, _("file %lld, not verified: %s"),
			           (long long)json_integer_value(json_object_get(file, "file")),
			           name);
		free(name);
		free(refused);
	}
}

static void add_response(struct lines *l, const struct detail *d, const json_t *response,
                         int64_t now)
{
	bool public = json_is_true(json_object_get(response, "public"));
	struct buf out = {0};
	char *state = detail_text(response, "state");
	char *body;

	buf_addf(&out, "%s: %s", public ? _("answer") : _("internal note"), i18n_word(state));
	free(state);
	join(&out, detail_text(response, "author"));
	join(&out, time_of(response, "at", now));
	flush(l, public ? STYLE_GOOD : STYLE_SOON, INDENT, &out);
	body = detail_text(response, "body");
	lines_add(l, STYLE_PLAIN, DEEPER, body);
	free(body);
	add_answer_photos(l, json_integer_value(json_object_get(response, "photos")));
	add_answer_files(l, json_object_get(response, "files"));
}

/* What a resident says of the matter itself, in the words of Open311 and of FixMyStreet; otherwise
 * how the source calls its state: name, or the word where nobody said what it means. */
static const char *comment_status(const char *status, const char *name)
{
	static const struct {
		const char *status, *word;
	} words[] = {
	        {"open", N_("says it is still open")},
	        {"confirmed", N_("says it is still open")},
	        {"closed", N_("says it is fixed")},
	        {"fixed", N_("says it is fixed")},
	        {"fixed - user", N_("says it is fixed")},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasecmp(words[i].status, status) == 0)
			return _(words[i].word);
	return *name ? name : status;
}

static void add_comment(struct lines *l, const struct detail *d, const json_t *comment, int64_t now)
{
	char *at = time_of(comment, "at", now);
	struct buf out = {0};
	char *status = detail_text(comment, "status"), *photo = detail_text(comment, "media_url");
	char *name = detail_text(comment, "status_name");

	join(&out, xstrdup(comment_status(status, name)));
	join(&out, detail_text(comment, "body"));
	if (*photo)
		join(&out, xasprintf(_("photo: %s"), photo));
	lines_addf(l, STYLE_PLAIN, INDENT, "%s  %s", at, out.data ? out.data : "");
	buf_release(&out);
	free(at);
	free(status);
	free(name);
	free(photo);
}

static void add_event(struct lines *l, const struct detail *d, const json_t *event, int64_t now)
{
	struct buf out = {0};
	char *verb;

	join(&out, time_of(event, "at", now));
	join(&out, detail_text(event, "who"));
	verb = detail_text(event, "verb");
	join(&out, db_event_words(verb));
	free(verb);
	join(&out, detail_text(event, "why"));
	flush(l, STYLE_FAINT, INDENT, &out);
}

static void add_each(struct lines *l, const struct detail *d, const char *field, const char *title,
                     void (*add)(struct lines *l, const struct detail *d, const json_t *item,
                                 int64_t now),
                     int64_t now)
{
	const json_t *list = json_object_get(d->json, field);
	size_t i;
	json_t *item;

	if (json_array_size(list) == 0)
		return;
	heading(l, title);
	json_array_foreach(list, i, item)
		add(l, d, item, now);
}

/* Whether body begins with title, however its lines are broken; a cut title ends with '…'. */
static bool repeats(const char *body, const char *title)
{
	size_t len = strlen(title);

	if (len >= 3 && strcmp(title + len - 3, "…") == 0)
		len -= 3;
	for (size_t i = 0; i < len; i++)
		if (body[i] != title[i] && !(title[i] == ' ' && body[i] == '\n'))
			return false;
	return true;
}

void detail_description(const struct detail *d, struct lines *l)
{
	char *body = detail_text(d->json, "body");
	bool sealed = json_is_true(json_object_get(d->json, "sealed"));
	const char *none = sealed ? _("(only its officer may read it)") : _("(no text)");
	const char *title = *d->row->title ? d->row->title : none;

	if (!*body || !repeats(body, title))
		lines_add(l, STYLE_BOLD, INDENT, title);
	if (*body)
		lines_add(l, STYLE_PLAIN, INDENT, body);
	free(body);
}

static void add_photos(struct lines *l, const struct detail *d)
{
	const json_t *url, *urls = json_object_get(d->json, "media_urls");
	size_t i;

	json_array_foreach(urls, i, url)
		lines_addf(l, STYLE_PLAIN, INDENT, _("photo: %s"), json_string_value(url));
}

/* What the resident reads of a rejected request. */
static void add_rejection(struct lines *l, const struct detail *d)
{
	char *text = detail_text(d->json, "rejection");

	if (*text) {
		heading(l, _("The resident reads"));
		lines_add(l, STYLE_PLAIN, INDENT, text);
	}
	free(text);
}

void detail_preview(const struct detail *d, struct lines *l, int64_t now)
{
	add_place(l, d);
	add_dates(l, d, now);
	if (*d->row->operator)
		lines_addf(l, STYLE_PLAIN, INDENT, _("operator: %s"), d->row->operator);
	add_suggestion(l, json_object_get(d->json, "suggested_unit"));
	detail_description(d, l);
	add_photos(l, d);
	add_rejection(l, d);
	add_each(l, d, "referrals", _("Referred to"), add_referral, now);
	add_each(l, d, "responses", _("Answers and notes"), add_response, now);
	add_each(l, d, "comments", _("The resident wrote later"), add_comment, now);
}

/* Of a request that another server knows, too. */
static void add_at_source(struct lines *l, const struct detail *d)
{
	char *status = detail_text(d->json, "source_status");
	char *number = detail_text(d->json, "source_reference");

	if (*status)
		lines_addf(l, STYLE_PLAIN, 0, _("at its source: %s"), status);
	if (*number)
		lines_addf(l, STYLE_PLAIN, 0, _("its number there: %s"), number);
	free(status);
	free(number);
}

static void add_facts(struct lines *l, const struct detail *d, int64_t now)
{
	add_place(l, d);
	add_dates(l, d, now);
	detail_state(d, l, now);
	add_at_source(l, d);
	add_beat(l, json_object_get(d->json, "beat"), now, zone_of(d));
	add_reporter(l, json_object_get(d->json, "reporter"));
}

static void add_rest(struct lines *l, const struct detail *d, int64_t now)
{
	add_photos(l, d);
	lines_blank(l);
	add_suggestion(l, json_object_get(d->json, "suggested_unit"));
	add_rejection(l, d);
	add_each(l, d, "referrals", _("Referred to"), add_referral, now);
	add_each(l, d, "responses", _("Answers and notes"), add_response, now);
	add_each(l, d, "comments", _("The resident wrote later"), add_comment, now);
	add_each(l, d, "events", _("History"), add_event, now);
}

void detail_lines(const struct detail *d, struct lines *l, int64_t now)
{
	add_facts(l, d, now);
	lines_blank(l);
	detail_description(d, l);
	add_rest(l, d, now);
}

void detail_lines_small(const struct detail *d, struct lines *l, int64_t now)
{
	detail_description(d, l);
	add_facts(l, d, now);
	add_rest(l, d, now);
}
