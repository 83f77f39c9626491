/* The saved views: applies one as the filter of the queue or of the register, shares it, deletes
 * it.
 */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/order/register.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/dispatch.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { NAME = 28, COUNT = 7 };

/* Filters under a name, with how many open requests, or orders, each finds: those that everybody
 * has, the operator's own, and those that are shared in a city. */
struct views {
	struct screen screen;
	struct list list;
	struct view {
		int64_t id;                                /* 0: everybody has it */
		char *name, *shared, *filter, *count, *json; /* never NULL; shared: with whom */
		bool orders;                               /* of the register, not of the queue */
	} * v;
};

/* What the database calls a counter that everybody has. */
static const struct {
	const char *counter, *name, *filter;
} everybodys[] = {
        {"open", N_("Open"), ""},
        {"new", N_("New"), "status:new"},
        {"late", N_("Late"), "late"},
        {"unassigned", N_("Nobody's"), "unassigned"},
        {"mine", N_("Mine"), "mine"},
        {"mine_late", N_("Mine, late"), "mine late"},
        {"my_unit", N_("My unit"), "unit:me"},
        {"my_unit_new", N_("New to my unit"), "unit:me untaken"},
        {"my_unit_late", N_("My unit, late"), "unit:me late"},
        {"my_unit_returned", N_("Returned by my unit"), "unit:me returned"},
        {"approval", N_("To be approved"), "draft:submitted"},
        {"returned", N_("Returned by units"), "returned"},
        {"unsent", N_("Not sent"), "draft:draft,recalled"},
        {"comments", N_("Residents wrote later"), "comment:new"},
        {"my_comments", N_("Residents wrote to mine"), "comment:mine"},
};

static struct views *views_of(const struct screen *s)
{
	return (struct views *)(uintptr_t)s;
}

static void forget(struct screen *s)
{
	struct views *w = views_of(s);

	for (size_t i = 0; i < w->list.n; i++) {
		free(w->v[i].name);
		free(w->v[i].shared);
		free(w->v[i].filter);
		free(w->v[i].count);
		free(w->v[i].json);
	}
	free(w->v);
	w->v = NULL;
}

static const struct view *selected(const struct screen *s)
{
	const struct views *w = views_of(s);

	return w->list.cursor < w->list.n ? &w->v[w->list.cursor] : NULL;
}

static const struct filter_language *language_of(const struct view *v)
{
	return v->orders ? &filter_orders : &filter_requests;
}

static char *words_of(const struct view *v)
{
	json_t *root = json_loads(v->json, 0, NULL);
	char *text = filter_text(language_of(v), root);
	char *harmless = text_visible(text, strlen(text), TEXT_ONE_LINE);

	json_decref(root);
	free(text);
	return harmless;
}

static void read_view(struct view *v, const PGresult *res, int line)
{
	v->name = result_field(res, line, "name");
	v->shared = result_field(res, line, db_result_text(res, line, "unit") ? "unit" : "city");
	v->count = result_field(res, line, "n");
	v->json = xstrdup(db_result_text(res, line, "filter"));
	v->id = db_result_int(res, line, "id");
	if (v->id) {
		v->orders = strcmp(db_result_text(res, line, "list"), "orders") == 0;
		v->filter = words_of(v);
		return;
	}
	v->filter = xstrdup("");
	for (size_t i = 0; i < sizeof(everybodys) / sizeof(*everybodys); i++) {
		if (strcmp(everybodys[i].counter, v->name) != 0)
			continue;
		free(v->name);
		free(v->filter);
		v->name = xstrdup(_(everybodys[i].name));
		v->filter = xstrdup(everybodys[i].filter);
		return;
	}
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct views *w = views_of(s);
	size_t n;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	w->v = xcalloc(n + 1, sizeof(*w->v));
	for (size_t i = 0; i < n; i++)
		read_view(&w->v[i], res, (int)i);
	list_set(&w->list, n, true);
	list_screen_replay(s);
}

static void load(struct screen *s)
{
	ui_ask(s, QUERY_VIEWS, NULL, loaded);
}

static void paint_view(const struct list *l, size_t i, int y)
{
	const struct view *v = &((const struct views *)l->owner)->v[i];
	struct buf line = {0};

	report_cell(&line, term_columns() < 2 * NAME ? NAME / 2 : NAME, v->name);
	report_cell(&line, -COUNT, *v->count ? v->count : "—");
	buf_addf(&line, " %s%s%s%s", v->shared, *v->shared ? ": " : "",
	         v->orders ? _("register: ") : "", v->filter);
	list_row(l, i, y, STYLE_PLAIN, line.data);
	buf_release(&line);
}

/* Those that everybody has come first, and always all of them. */
static int64_t id_of(const void *owner, size_t i)
{
	const struct view *v = &((const struct views *)owner)->v[i];

	return v->id ? v->id : -1 - (int64_t)i;
}

static const struct list_ops rows = {
        .paint = paint_view,
        .id = id_of,
        .column = 1,
        .digits = true,
};

static struct screen *views_open(struct ui *ui, const struct ask *ask)
{
	struct views *w = xcalloc(1, sizeof(*w));

	screen_init(&w->screen, ui, &screen_views);
	list_screen_init(&w->screen, &w->list, &rows);
	load(&w->screen);
	return &w->screen;
}

static void views_close(struct screen *s)
{
	forget(s);
	list_release(&views_of(s)->list);
	free(s);
}

static void views_paint(struct screen *s)
{
	struct list *l = s->list;
	char *position = list_position(l);

	frame_bar(s->ui);
	frame_title(_("Views, and how many open requests or orders each finds"), position);
	free(position);
	list_place(l, FRAME_TOP, frame_height());
	list_paint(l);
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	struct console *console = s->console;
	char *complaint;

	if (list_screen_waits(s, verb) || !v)
		return NEXT_NOTHING;
	if (v->orders) {
		orders_show(s, v->filter);
		return NEXT_NOTHING;
	}
	complaint = queue_filter(console->queue, v->filter);
	if (complaint)
		ui_say(console->ui, STYLE_ERROR, "%s", complaint);
	free(complaint);
	session_badges(console->ui->session);
	ui_verb(console->ui, s, VERB_QUEUE);
	return NEXT_NOTHING;
}

static void changed(struct screen *s, const PGresult *res, const struct db_error *error)
{
	if (error)
		ui_say_error(s->ui, error);
	load(s);
}

static enum next delete_it(struct screen *s, int64_t id, int version)
{
	ui_ask_id(s, QUERY_VIEW_DELETE, id, changed);
	return NEXT_PAINT;
}

static enum next discard(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	char *question;

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	question = xasprintf(_("Throw the view '%s' away?"), v->name);
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.id = v->id, .question = question, .yes = delete_it});
	free(question);
	return NEXT_PAINT;
}

/* The city of the view's filter, or the operator's only one. */
static char *city_of(const struct screen *s, const struct view *v)
{
	const struct session *session = s->ui->session;
	char *city = filter_value(language_of(v), v->filter, "city");

	return !city && session->cities_n == 1 ? xstrdup(session->cities[0].code) : city;
}

static enum next share(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	char *city = city_of(s, v);
	const char *params[] = {v->name, v->json, city, v->orders ? "orders" : "requests"};

	if (!city)
		ui_say(s->ui, STYLE_ERROR, "%s", _("its filter has to name a city"));
	else if (ui_ready(s->ui))
		ui_ask(s, QUERY_VIEW_SAVE, params, changed);
	free(city);
	return NEXT_PAINT;
}

static const char *views_refuses(const struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	bool changes = verb == VERB_DISCARD || verb == VERB_SHARE;

	if (changes && (!v || !v->id))
		return _("everybody has this one");
	return verb == VERB_SHARE && *v->shared ? _("it is shared already") : NULL;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_DISCARD, discard}, {VERB_SHARE, share}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_CHOOSE,    VERB_DISCARD, VERB_SHARE,
                                  VERB_VIEW_SAVE, VERB_BACK,    VERB_NONE};

const struct screen_ops screen_views = {
        .context = CONTEXT_VIEWS,
        .actions = actions,
        .hints = hints,
        .open = views_open,
        .close = views_close,
        .paint = views_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
        .refuses = views_refuses,
        .refresh = load,
};
