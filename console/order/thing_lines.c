/* Words all that is known of an order or a defect, line by line. */
#include "console/data/zones.h"
#include "console/order/thing_detail.h"
#include "console/order/thing_line.h"
#include "console/terminal/term.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { INDENT = 1, DEEPER = 3 };

/* Adds ' · text', or the text alone at the beginning. */
static void add_part(struct buf *line, const char *text)
{
	if (*text)
		buf_addf(line, "%s%s", line->len ? " · " : "", text);
}

static void add_member(struct buf *line, const json_t *object, const char *member)
{
	char *text = thing_text(object, member);

	add_part(line, text);
	free(text);
}

static void end_line(struct buf *line, struct lines *l, enum style style, int indent)
{
	if (line->len)
		lines_add(l, style, indent, line->data);
	buf_release(line);
}

/* What it is now, and by when. */
static void state_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	const struct thing *t = d->thing;
	struct buf line = {0};
	char *due = thing_due(t, now);

	add_part(&line, thing_state(t));
	add_part(&line, due);
	if (*t->asked)
		buf_addf(&line, " · %s %s", _("asks for time until"), t->asked);
	if (json_is_true(json_object_get(d->json, "escalated")))
		add_part(&line, _("with the head"));
	end_line(&line, l,
	         strcmp(t->due_state, "late") == 0 ? STYLE_LATE
	         : *t->due_state                   ? STYLE_SOON
	                                           : STYLE_BOLD,
	         INDENT);
	if (t->dangerous)
		lines_add(l, STYLE_LATE, INDENT, _("dangerous now"));
	free(due);
}

static void mail_lines(const struct thing_detail *d, struct lines *l)
{
	static const struct {
		const char *code;
		enum style style;
		const char *words;
	} mails[] = {
	        {"undelivered", STYLE_LATE, N_("the last mail to the owner did not arrive")},
	        {"waiting", STYLE_FAINT, N_("a mail to the owner is on its way")},
	        {"sent", STYLE_FAINT,
	         N_("the mail server took the last mail to the owner, which is no proof of "
	            "delivery")},
	};

	for (size_t i = 0; i < sizeof(mails) / sizeof(*mails); i++)
		if (strcmp(d->thing->mail, mails[i].code) == 0)
			lines_add(l, mails[i].style, INDENT, _(mails[i].words));
}

static void place_lines(const struct thing_detail *d, struct lines *l)
{
	struct buf line = {0};

	add_part(&line, d->thing->object);
	add_part(&line, d->thing->place);
	add_member(&line, d->json, "district_name");
	end_line(&line, l, STYLE_PLAIN, INDENT);
	if (*d->thing->what)
		lines_add(l, STYLE_PLAIN, INDENT, d->thing->what);
	if (*d->thing->institution)
		lines_add(l, STYLE_PLAIN, INDENT, d->thing->institution);
}

/* One that is named, under the digit that opens it. */
static void link_line(struct lines *l, size_t *n, const char *text)
{
	lines_addf(l, STYLE_PLAIN, INDENT, "%zu  %s", ++*n, text);
}

static char *words_of(enum thing_kind kind, const json_t *one)
{
	struct buf line = {0};
	char *name = thing_text(one, "name");
	int64_t id =
	        json_is_object(one) ? thing_number(one, "id") : (int64_t)json_integer_value(one);
	char *title = thing_name_of(kind, id, name);

	add_part(&line, title);
	add_member(&line, one, "state_name");
	add_member(&line, one, "what");
	add_member(&line, one, "place");
	if (json_is_true(json_object_get(one, "dangerous")))
		add_part(&line, _("dangerous now"));
	free(title);
	free(name);
	return buf_steal(&line);
}

static void add_links(const struct thing_detail *d, const char *member, enum thing_kind kind,
                      const char *heading, struct lines *l, size_t *n)
{
	const json_t *value = json_object_get(d->json, member);
	size_t count = json_is_array(value) ? json_array_size(value) : json_is_integer(value);

	if (count > 0)
		lines_add(l, STYLE_HEADING, INDENT, heading);
	for (size_t i = 0; i < count; i++) {
		char *text =
		        words_of(kind, json_is_array(value) ? json_array_get(value, i) : value);
		link_line(l, n, text);
		free(text);
	}
}

/* An array of what was done, a line each: when, then these members. */
static void add_history(const struct thing_detail *d, const char *member, const char *when,
                        const char *const *members, const char *heading, struct lines *l,
                        int64_t now)
{
	const json_t *array = json_object_get(d->json, member), *one;
	size_t i;

	if (json_array_size(array) > 0)
		lines_add(l, STYLE_HEADING, INDENT, heading);
	json_array_foreach(array, i, one) {
		struct buf line = {0};
		char *at = when ? when_short(thing_number(one, when), now) : xstrdup("");
		add_part(&line, at);
		for (size_t m = 0; members[m]; m++)
			add_member(&line, one, members[m]);
		end_line(&line, l, STYLE_PLAIN, INDENT);
		free(at);
	}
}

/* 'depth=12': of the last time that it was looked at. */
static void add_measured(const struct thing_detail *d, struct lines *l)
{
	const json_t *all = json_object_get(d->json, "verifications");
	json_t *measured = json_object_get(
	        json_array_get(all, json_array_size(all) ? json_array_size(all) - 1 : 0),
	        "measured");
	struct buf line = {0};
	const char *code;
	json_t *value;

	json_object_foreach(measured, code, value)
		buf_addf(&line, "%s%s=%g", line.len ? " " : "", code, json_number_value(value));
	end_line(&line, l, STYLE_PLAIN, DEEPER);
}

static void owner_lines(const struct thing_detail *d, struct lines *l)
{
	static const char *const members[] = {"name", "reason", NULL};
	bool several = json_array_size(json_object_get(d->json, "owners")) > 1;

	add_history(d, "owners", NULL, members,
	            several ? _("Owners: there are several") : _("Owner"), l, 0);
}

/* Adds how many there are, unless there are none. */
static void add_count(struct buf *line, const char *what, const json_t *object, const char *member)
{
	long long n = thing_number(object, member);
	char *text = n ? xasprintf("%s: %lld", what, n) : xstrdup("");

	add_part(line, text);
	free(text);
}

/* How many photos there are of it, before and after it was mended. */
static void photo_lines(const struct thing_detail *d, struct lines *l)
{
	const json_t *photos = json_object_get(d->json, "photos");
	struct buf line = {0};

	add_count(&line, _("photos before"), photos, "before");
	add_count(&line, _("photos after"), photos, "after");
	add_count(&line, _("photos being processed"), photos, "waiting");
	add_count(&line, _("photos that could not be read"), photos, "refused");
	end_line(&line, l, STYLE_PLAIN, INDENT);
}

/* How many files came to it, of which nobody has verified the signatures. */
static void file_lines(const struct thing_detail *d, struct lines *l)
{
	struct buf line = {0};

	add_count(&line, _("attached files, not verified"), d->json, "files");
	end_line(&line, l, STYLE_PLAIN, INDENT);
}

static const char *const step_members[] = {"verb_name", "operator", "paper", "note", NULL};
static const char *const seen_members[] = {"outcome_name", "operator", "note", NULL};
static const char *const enforced_members[] = {"kind", "number", "dated", "law", "state", NULL};

static const char *const member_members[] = {"name", "post", NULL};
static const char *const street_members[] = {"name", NULL};
static const char *const finding_members[] = {"n",     "object", "what", "place",
                                              "owner", "order",  NULL};

static void order_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	size_t n = 0;

	add_links(d, "defects", THING_DEFECT, _("Defects"), l, &n);
	add_links(d, "replaces", THING_ORDER, _("In place of"), l, &n);
	add_links(d, "replaced_by", THING_ORDER, _("Replaced by"), l, &n);
	add_history(d, "enforcement", NULL, enforced_members, _("Protocols and rulings"), l, now);
	add_history(d, "steps", "at", step_members, _("Steps"), l, now);
}

static void defect_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	size_t n = 0;

	owner_lines(d, l);
	add_links(d, "requests", THING_REQUEST, _("Requests about it"), l, &n);
	add_links(d, "orders", THING_ORDER, _("Orders"), l, &n);
	add_history(d, "verifications", "seen", seen_members, _("Looked at"), l, now);
	add_measured(d, l);
}

static void round_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	size_t n = 0;

	add_links(d, "places", THING_DEFECT, _("Places"), l, &n);
}

static void campaign_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	size_t n = 0;

	add_history(d, "members", NULL, member_members, _("Commission"), l, now);
	add_history(d, "streets", NULL, street_members, _("Streets"), l, now);
	add_history(d, "findings", NULL, finding_members, _("Findings"), l, now);
	add_links(d, "orders", THING_ORDER, _("Orders"), l, &n);
}

static void (*const kinds[])(const struct thing_detail *, struct lines *, int64_t) = {
        [THING_ORDER] = order_lines, [THING_DEFECT] = defect_lines,     [THING_REQUEST] = NULL,
        [THING_ROUND] = round_lines, [THING_CAMPAIGN] = campaign_lines,
};

void thing_lines(const struct thing_detail *d, struct lines *l, int64_t now)
{
	if (!d->json)
		return;
	state_lines(d, l, now);
	mail_lines(d, l);
	place_lines(d, l);
	photo_lines(d, l);
	file_lines(d, l);
	if (kinds[d->thing->kind])
		kinds[d->thing->kind](d, l, now);
}

void thing_order_text(const struct thing_detail *d, struct lines *l)
{
	char *text = thing_text(d->json, "text"), *demand = thing_text(d->json, "demand"),
	     *law = thing_text(d->json, "law");

	if (*text || *demand)
		lines_blank(l);
	if (*text) {
		lines_add(l, STYLE_PLAIN, INDENT, text);
	} else if (*demand) {
		lines_add(l, STYLE_HEADING, INDENT, _("Draft: it gets its text when it is issued"));
		lines_add(l, STYLE_PLAIN, INDENT, demand);
		lines_add(l, STYLE_FAINT, INDENT, law);
		lines_addf(l, STYLE_FAINT, INDENT,
		           ngettext("%lld day", "%lld days",
		                    (unsigned long)thing_number(d->json, "days")),
		           (long long)thing_number(d->json, "days"));
	}
	free(text);
	free(demand);
	free(law);
}
