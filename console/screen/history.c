/* What was done with a request: who, when, from where, why, and what it changed. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/statements.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/lines.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/db/db_words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 1, DEEPER = 3 };

/* What everybody uses is not worth a line: the address does not matter here, the program does. */
#define OWN_ORIGIN " varta"

/* All that happened to one request: who, when, from where, why, and what was before and after. */
struct history {
	struct report report;
	int64_t id;
	struct event {
		int64_t at;
		char *who, *origin, *verb, *why; /* never NULL */
		json_t *before, *after;
	} * events;
	size_t n;
};

static struct history *history_of(const struct screen *s)
{
	return (struct history *)(uintptr_t)s;
}

/* A deadline as the last day that is permitted, another moment by the clock here. */
static char *moment_text(const char *field, int64_t at)
{
	char local[WHEN_LOCAL_SIZE];

	if (strcmp(field, "due_at") == 0)
		when_until_sorted(at, NULL, local);
	else
		when_local(at, local);
	return xstrdup(local);
}

/* A value of before or after, harmless; the caller frees it. */
static char *value_text(const char *field, const json_t *value)
{
	const char *string = json_string_value(value);
	int64_t at;
	bool none;
	char *raw, *text;

	if (string && strchr(string, 'T') && when_parse(string, 0, &at))
		return moment_text(field, at);
	none = !value || json_is_null(value);
	raw = string ? xstrdup(i18n_word(string))
	      : none ? NULL
	             : json_dumps(value, JSON_ENCODE_ANY);
	text = text_visible(raw ? raw : "-", raw ? strlen(raw) : 1, TEXT_KEEP_LINES);
	free(raw);
	return text;
}

/* What people are told of a change, and by which words; the rest is between the tables. */
static const struct {
	const char *field, *name;
} told[] = {
        {"status", N_("status")},
        {"operator", N_("operator")},
        {"due_at", N_("due")},
        {"snoozed_until", N_("snoozed until")},
        {"merged_into", N_("duplicate of")},
        {"request", N_("request")},
        {"unit", N_("unit")},
        {"state", N_("answer")},
        {"referral_state", N_("referral")},
        {"body", N_("text")},
        {"question", N_("question")},
        {"days", N_("days more")},
        {"kind", N_("kind")},
        {"category", N_("category")},
        {"district", N_("district")},
        {"beat", N_("beat")},
        {"address", N_("address")},
};

/* NULL: nobody is told. */
static const char *name_of(const char *field)
{
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
		if (strcmp(told[i].field, field) == 0)
			return _(told[i].name);
	return NULL;
}

static void add_change(struct lines *l, const char *field, const json_t *before,
                       const json_t *after)
{
	const char *name = name_of(field);
	char *from = value_text(field, before), *to = value_text(field, after);

	if (name && before && after)
		lines_addf(l, STYLE_PLAIN, DEEPER, "%s: %s → %s", name, from, to);
	else if (name)
		lines_addf(l, STYLE_PLAIN, DEEPER, "%s: %s", name, after ? to : from);
	free(from);
	free(to);
}

static void add_changes(struct lines *l, const struct event *e)
{
	const char *field;
	json_t *value;

	json_object_foreach(e->after, field, value) {
		const json_t *before = json_object_get(e->before, field);
		if (!before || !json_equal(before, value))
			add_change(l, field, before, value);
	}
	json_object_foreach(e->before, field, value) {
		if (!json_object_get(e->after, field))
			add_change(l, field, value, NULL);
	}
}

static bool is_own(const char *origin)
{
	size_t len = strlen(origin), own = strlen(OWN_ORIGIN);

	return len >= own && strcmp(origin + len - own, OWN_ORIGIN) == 0;
}

static void add_event(struct lines *l, const struct event *e)
{
	char at[WHEN_LOCAL_SIZE];
	const char *undone = json_string_value(json_object_get(e->after, "verb"));
	char *verb = db_event_words(e->verb), *other = undone ? db_event_words(undone) : NULL;

	when_local(e->at, at);
	lines_addf(l, STYLE_BOLD, INDENT, "%s  %s · %s%s%s", at, e->who, verb, other ? ": " : "",
	           other ? other : "");
	free(other);
	free(verb);
	if (*e->why)
		lines_add(l, STYLE_PLAIN, DEEPER, e->why);
	add_changes(l, e);
	if (*e->origin && !is_own(e->origin))
		lines_addf(l, STYLE_FAINT, DEEPER, _("from %s"), e->origin);
}

static void compute(struct history *h)
{
	report_begin(&h->report);
	for (size_t i = 0; i < h->n; i++)
		add_event(&h->report.lines, &h->events[i]);
	report_end(&h->report);
}

static void forget(struct history *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct event *e = &h->events[i];
		free(e->who);
		free(e->origin);
		free(e->verb);
		free(e->why);
		json_decref(e->before);
		json_decref(e->after);
	}
	free(h->events);
	h->events = NULL;
	h->n = 0;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct history *h = history_of(s);

	if (error) {
		report_trouble(&h->report, error);
		return;
	}
	forget(h);
	h->events = xcalloc((size_t)PQntuples(res) + 1, sizeof(*h->events));
	for (int i = 0; i < PQntuples(res); i++)
		h->events[h->n++] = (struct event){
		        .at = db_result_int(res, i, "at"),
		        .who = result_field(res, i, "name"),
		        .origin = result_field(res, i, "origin"),
		        .verb = result_field(res, i, "verb"),
		        .why = result_field(res, i, "why"),
		        .before = db_result_json(res, i, "before"),
		        .after = db_result_json(res, i, "after"),
		};
	compute(h);
}

static void load(struct screen *s)
{
	if (history_of(s)->id)
		ui_ask_id(s, QUERY_HISTORY, history_of(s)->id, loaded);
}

static struct screen *history_open(struct ui *ui, const struct ask *ask)
{
	struct history *h = xcalloc(1, sizeof(*h));

	screen_init(&h->report.screen, ui, &screen_history);
	h->id = ask->id;
	load(&h->report.screen);
	return &h->report.screen;
}

static void history_close(struct screen *s)
{
	struct history *h = history_of(s);

	forget(h);
	report_release(&h->report);
	free(h);
}

static void history_resize(struct screen *s)
{
	compute(history_of(s));
}

static void history_paint(struct screen *s)
{
	struct history *h = history_of(s);
	char *left = h->id ? xasprintf(_("History of %lld"), (long long)h->id)
	                   : xstrdup(_("There is no request under the cursor."));
	char *right =
	        h->n ? xasprintf(ngettext("%zu event", "%zu events", h->n), h->n) : xstrdup("");

	report_paint(&h->report, left, right);
	free(left);
	free(right);
}

static const struct action actions[] = {
        {VERB_DOWN, report_scroll},
        {VERB_UP, report_scroll},
        {VERB_PAGE_DOWN, report_scroll},
        {VERB_PAGE_UP, report_scroll},
        {VERB_FIRST, report_scroll},
        {VERB_LAST, report_scroll},
        {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_DOWN, VERB_UP, VERB_PAGE_DOWN, VERB_BACK, VERB_NONE};

const struct screen_ops screen_history = {
        .context = CONTEXT_HISTORY,
        .actions = actions,
        .hints = hints,
        .open = history_open,
        .close = history_close,
        .resize = history_resize,
        .paint = history_paint,
        .cursor = report_cursor,
        .refresh = load,
};
