#include "console/app.h"
#include "console/data/result.h"
#include "console/filter/filter.h"
#include "console/ui/frame.h"
#include "console/ui/report.h"
#include "console/ui/scroll.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 28, COUNT = 7, DIGITS = 9 };

/* Filters under a name, with how many open requests each finds: those that everybody has, the
 * operator's own, and those that are shared in a city. */
struct views {
	struct screen screen;
	bool loaded;
	char *trouble;
	struct view {
		int64_t id;                                /* 0: everybody has it */
		char *name, *city, *filter, *count, *json; /* never NULL */
	} * v;
	size_t n, cursor, top;
};

/* What the database calls a counter that everybody has. */
static const struct {
	const char *counter, *name, *filter;
} everybodys[] = {
        {"open", N_("Open"), ""},     {"new", N_("New"), "status:new"},
        {"late", N_("Late"), "late"}, {"unassigned", N_("Nobody's"), "unassigned"},
        {"mine", N_("Mine"), "mine"}, {"mine_late", N_("Mine, late"), "mine late"},
};

static struct views *views_of(const struct screen *s)
{
	return (struct views *)(uintptr_t)s;
}

static void forget(struct views *w)
{
	for (size_t i = 0; i < w->n; i++) {
		free(w->v[i].name);
		free(w->v[i].city);
		free(w->v[i].filter);
		free(w->v[i].count);
		free(w->v[i].json);
	}
	free(w->v);
	free(w->trouble);
	w->v = NULL;
	w->trouble = NULL;
	w->n = 0;
}

static const struct view *selected(const struct screen *s)
{
	const struct views *w = views_of(s);
	return w->cursor < w->n ? &w->v[w->cursor] : NULL;
}

static char *text_of(const PGresult *res, int line, const char *field)
{
	char *text = result_text(res, line, field);
	return text ? text : xstrdup("");
}

static char *words_of(const char *json)
{
	json_t *root = json_loads(json, 0, NULL);
	char *text = filter_text(root);
	char *harmless = text_visible(text, strlen(text), TEXT_ONE_LINE);
	json_decref(root);
	free(text);
	return harmless;
}

static void read_view(struct view *v, const PGresult *res, int line)
{
	v->name = text_of(res, line, "name");
	v->city = text_of(res, line, "city");
	v->count = text_of(res, line, "n");
	v->json = xstrdup(PQgetvalue(res, line, PQfnumber(res, "filter")));
	v->id = strtoll(PQgetvalue(res, line, PQfnumber(res, "id")), NULL, 10);
	if (v->id) {
		v->filter = words_of(v->json);
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
	s->app->dirty = true;
	if (error && dberror_is_offline(error))
		return;
	forget(w);
	w->loaded = true;
	if (error) {
		w->trouble = dberror_text(error);
		return;
	}
	w->v = xcalloc((size_t)PQntuples(res) + 1, sizeof(*w->v));
	for (; w->n < (size_t)PQntuples(res); w->n++)
		read_view(&w->v[w->n], res, (int)w->n);
	if (w->cursor >= w->n)
		w->cursor = w->n ? w->n - 1 : 0;
}

static void load(struct screen *s)
{
	session_ask(s, QUERY_VIEWS, NULL, loaded);
}

static struct screen *views_open(struct app *app, const struct ask *ask)
{
	struct views *w = xcalloc(1, sizeof(*w));
	screen_init(&w->screen, app, &screen_views);
	load(&w->screen);
	return &w->screen;
}

static void views_close(struct screen *s)
{
	forget(views_of(s));
	free(s);
}

static void paint_view(const struct views *w, size_t i, int y)
{
	const struct view *v = &w->v[i];
	struct buf line = {0};
	char digit[8] = " ";
	if (i < DIGITS)
		snprintf(digit, sizeof(digit), "%zu", i + 1);
	buf_addf(&line, " %s ", digit);
	report_cell(&line, term_columns() < 2 * NAME ? NAME / 2 : NAME, v->name);
	report_cell(&line, -COUNT, *v->count ? v->count : "—");
	buf_addf(&line, " %s%s%s", v->city, *v->city ? ": " : "", v->filter);
	term_text(y, 0, term_columns(), i == w->cursor ? STYLE_SELECTED : STYLE_PLAIN, line.data);
	buf_release(&line);
}

static void views_paint(struct screen *s)
{
	struct views *w = views_of(s);
	int height = frame_height();
	char *position = xasprintf("%zu/%zu", w->n ? w->cursor + 1 : 0, w->n);
	frame_bar(s->app);
	frame_title(_("Views, and how many open requests each finds"), position);
	free(position);
	w->top = scroll_top(w->top, w->cursor, w->n, height);
	for (int i = 0; i < height && w->top + (size_t)i < w->n; i++)
		paint_view(w, w->top + (size_t)i, FRAME_TOP + i);
	if (w->trouble)
		term_text(FRAME_TOP, 1, -1, STYLE_ERROR, w->trouble);
}

static void views_cursor(const struct screen *s, int *y, int *x)
{
	const struct views *w = views_of(s);
	*y = FRAME_TOP + (int)(w->cursor - w->top);
	*x = 1;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct views *w = views_of(s);
	w->cursor = scroll_cursor(verb, w->cursor, w->n, frame_height());
	return NEXT_PAINT;
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	struct app *app = s->app;
	if (!v)
		return NEXT_NOTHING;
	char *complaint = queue_filter(&app->queue, v->filter);
	if (complaint)
		app_say(app, STYLE_ERROR, "%s", complaint);
	free(complaint);
	session_badges(&app->session);
	app_verb(app, s, VERB_QUEUE);
	return NEXT_NOTHING;
}

static enum next views_key(struct screen *s, keycode k)
{
	struct views *w = views_of(s);
	if (k < '1' || k > '9' || k - '1' >= w->n)
		return NEXT_NOTHING;
	w->cursor = k - '1';
	return choose(s, VERB_CHOOSE);
}

static void changed(struct screen *s, const PGresult *res, const struct db_error *error)
{
	char *why = error ? dberror_text(error) : NULL;
	if (why)
		app_say(s->app, STYLE_ERROR, "%s", why);
	free(why);
	load(s);
}

static enum next delete (struct screen *s, int64_t id, int version) {
	char number[24]; snprintf(number, sizeof(number), "%" PRId64, id);
	const char * params[] = {number};
	session_ask(s, QUERY_VIEW_DELETE, params, changed);
	return NEXT_PAINT;
}

static enum next discard(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	if (!session_ready(&s->app->session))
		return NEXT_PAINT;
	char *question = xasprintf(_("Throw the view '%s' away?"), v->name);
	app_push(s->app, &screen_confirm,
	         &(struct ask){.id = v->id, .question = question, .yes = delete});
	free(question);
	return NEXT_PAINT;
}

/* The city of the view's filter, or the operator's only one. */
static char *city_of(const struct screen *s, const struct view *v)
{
	const struct session *session = &s->app->session;
	char *city = filter_value(v->filter, "city");
	return !city && session->cities_n == 1 ? xstrdup(session->cities[0].code) : city;
}

static enum next share(struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	char *city = city_of(s, v);
	const char *params[] = {v->name, v->json, city};
	if (!city)
		app_say(s->app, STYLE_ERROR, "%s", _("its filter has to name a city"));
	else if (session_ready(&s->app->session))
		session_ask(s, QUERY_VIEW_SAVE, params, changed);
	free(city);
	return NEXT_PAINT;
}

static const char *views_refuses(const struct screen *s, enum verb verb)
{
	const struct view *v = selected(s);
	bool changes = verb == VERB_DISCARD || verb == VERB_SHARE;
	if (changes && (!v || !v->id))
		return _("everybody has this one");
	return verb == VERB_SHARE && *v->city ? _("it is shared already") : NULL;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_DISCARD, discard}, {VERB_SHARE, share},  {VERB_DOWN, move},
        {VERB_UP, move},       {VERB_PAGE_DOWN, move},  {VERB_PAGE_UP, move}, {VERB_FIRST, move},
        {VERB_LAST, move},     {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE,    VERB_DISCARD, VERB_SHARE,
                                  VERB_VIEW_SAVE, VERB_BACK,    VERB_NONE};

const struct screen_ops screen_views = {
        .context = CONTEXT_VIEWS,
        .actions = actions,
        .hints = hints,
        .open = views_open,
        .close = views_close,
        .paint = views_paint,
        .cursor = views_cursor,
        .key = views_key,
        .refuses = views_refuses,
        .refresh = load,
};
