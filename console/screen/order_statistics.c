/* Figures of the orders of a year, or of other days, by institution, district, kind of thing or
 * month: one figure at a time with a bar for each line; Enter shows the orders that it counts. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/order/order_figures.h"
#include "console/order/register.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_DAY "2000-01-01"

enum { NAME = 34, NAME_NARROW = 16, NARROW = 80, NUMBER = 6, SHARE = 5, DAYS = 6, HEADING = 1 };

struct order_statistics {
	struct screen screen;
	struct list list;
	size_t by, figure;     /* of order_figures.h */
	int year;              /* 0: other days than those of a year */
	char from[16], to[16]; /* 2026-03-01 */
	struct group {
		char *code, *name, *days; /* days: the median until it was done; never NULL */
		int64_t n[FIGURES];
	} * v;
};

static struct order_statistics *statistics_of(const struct screen *s)
{
	return (struct order_statistics *)(uintptr_t)s;
}

static void forget(struct screen *s)
{
	struct order_statistics *o = statistics_of(s);

	for (size_t i = 0; i < o->list.n; i++) {
		free(o->v[i].code);
		free(o->v[i].name);
		free(o->v[i].days);
	}
	free(o->v);
	o->v = NULL;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct order_statistics *o = statistics_of(s);
	size_t n;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	o->v = xcalloc(n + 1, sizeof(*o->v));
	for (size_t i = 0; i < n; i++) {
		struct group *g = &o->v[i];
		g->code = result_field(res, (int)i, "code");
		g->name = result_field(res, (int)i, "name");
		g->days = result_field(res, (int)i, "median_days");
		for (size_t f = 0; f < FIGURES; f++)
			g->n[f] = db_result_int(res, (int)i, order_figures[f].column);
	}
	list_set(&o->list, n, true);
	list_screen_replay(s);
}

static int this_year(const struct screen *s)
{
	time_t now = (time_t)session_now(s->ui->session);
	struct tm local;

	localtime_r(&now, &local);
	return local.tm_year + 1900;
}

static void take_year(struct order_statistics *o, int year)
{
	o->year = year;
	snprintf(o->from, sizeof(o->from), "%04d-01-01", year % 10000);
	snprintf(o->to, sizeof(o->to), "%04d-12-31", year % 10000);
}

static void load(struct screen *s)
{
	const struct order_statistics *o = statistics_of(s);
	const char *params[] = {session_city_code(s->ui->session), o->from, o->to,
	                        order_groups[o->by].code};

	ui_ask(s, QUERY_ORDER_STATISTICS, params, loaded);
}

static int64_t most(const struct order_statistics *o)
{
	int64_t most = 1;

	for (size_t i = 0; i < o->list.n; i++)
		if (o->v[i].n[o->figure] > most)
			most = o->v[i].n[o->figure];
	return most;
}

static void add_bar(struct buf *line, int64_t n, int64_t of, int room)
{
	for (int64_t i = 0; i < n * room / of; i++)
		buf_adds(line, "█");
}

static int name_columns(void)
{
	return term_columns() < NARROW ? NAME_NARROW : NAME;
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct order_statistics *o = l->owner;
	const struct group *g = &o->v[i];
	int used = 1 + name_columns() + 1 + NUMBER + 1 + SHARE + 1 + DAYS + 2;
	char *n = xasprintf("%lld", (long long)g->n[o->figure]);
	char *share =
	        xasprintf("%lld%%", (long long)(g->n[0] ? 100 * g->n[o->figure] / g->n[0] : 0));
	struct buf line = {0};

	report_cell(&line, name_columns(), g->name);
	report_cell(&line, -NUMBER, n);
	report_cell(&line, -SHARE, share);
	report_cell(&line, -DAYS, *g->days ? g->days : "–");
	buf_addc(&line, ' ');
	add_bar(&line, g->n[o->figure], most(o), term_columns() - used);
	list_row(l, i, y, STYLE_PLAIN, line.data);
	buf_release(&line);
	free(share);
	free(n);
}

static const struct list_ops rows = {
        .paint = paint_row,
        .empty = N_("no order was issued then"),
        .column = 1,
};

static struct screen *statistics_open(struct ui *ui, const struct ask *ask)
{
	struct order_statistics *o = xcalloc(1, sizeof(*o));

	screen_init(&o->screen, ui, &screen_order_statistics);
	list_screen_init(&o->screen, &o->list, &rows);
	take_year(o, this_year(&o->screen));
	load(&o->screen);
	return &o->screen;
}

static void statistics_close(struct screen *s)
{
	forget(s);
	list_release(s->list);
	free(s);
}

static void paint_heading(const struct order_statistics *o)
{
	struct buf line = {0};

	report_cell(&line, name_columns(), _(order_groups[o->by].title));
	report_cell(&line, -NUMBER, "");
	report_cell(&line, -SHARE, "%");
	report_cell(&line, -DAYS, _("days"));
	buf_addf(&line, " %s", _(order_figures[o->figure].title));
	term_text(FRAME_TOP, 0, term_columns(), STYLE_HEADING, "");
	term_text(FRAME_TOP, 1, term_columns() - 1, STYLE_HEADING, line.data);
	buf_release(&line);
}

/* The caller frees it. */
static char *when_issued(const struct screen *s)
{
	const struct order_statistics *o = statistics_of(s);

	if (o->year == this_year(s))
		return xstrdup(_("Orders issued this year"));
	if (o->year)
		return xasprintf(_("Orders issued in %d"), o->year);
	if (strcmp(o->from, FIRST_DAY) == 0)
		return xstrdup(_("All orders ever issued"));
	return xasprintf(_("Orders issued from %s to %s"), o->from, o->to);
}

static void statistics_paint(struct screen *s)
{
	const struct order_statistics *o = statistics_of(s);
	char *issued = when_issued(s);
	char *left = xasprintf("%s · %s", issued, _(order_figures[o->figure].title));
	char *position = list_position(s->list);

	frame_bar(s->ui);
	frame_title(left, position);
	free(position);
	free(left);
	free(issued);
	paint_heading(o);
	list_place(s->list, FRAME_TOP + HEADING, frame_height() - HEADING);
	list_paint(s->list);
}

static enum next next_by(struct screen *s, enum verb verb)
{
	struct order_statistics *o = statistics_of(s);

	o->by = (o->by + 1) % ORDER_GROUPS;
	load(s);
	return NEXT_PAINT;
}

static enum next other_figure(struct screen *s, enum verb verb)
{
	struct order_statistics *o = statistics_of(s);

	o->figure = (o->figure + (verb == VERB_RIGHT ? 1 : FIGURES - 1)) % FIGURES;
	return NEXT_PAINT;
}

static enum next other_year(struct screen *s, enum verb verb)
{
	struct order_statistics *o = statistics_of(s);
	int year = o->year ? o->year + (verb == VERB_LATER ? 1 : -1) : this_year(s);

	if (year > this_year(s) || year < 2000)
		return NEXT_NOTHING;
	take_year(o, year);
	load(s);
	return NEXT_PAINT;
}

static enum next all_years(struct screen *s, enum verb verb)
{
	struct order_statistics *o = statistics_of(s);

	take_year(o, this_year(s));
	o->year = 0;
	snprintf(o->from, sizeof(o->from), "%s", FIRST_DAY);
	load(s);
	return NEXT_PAINT;
}

static void write_day(char day[16], int number)
{
	snprintf(day, 16, "%04d-%02d-%02d", number / 10000 % 10000, number / 100 % 100,
	         number % 100);
}

static enum next take_days(struct screen *s, int64_t from, int to)
{
	struct order_statistics *o = statistics_of(s);
	bool year = to - (int)from == 1231 - 101 && from % 10000 == 101;

	o->year = year ? to / 10000 : 0;
	write_day(o->from, (int)from);
	write_day(o->to, to);
	load(s);
	return NEXT_PAINT;
}

static enum next ask_days(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_ASK_PERIOD, &(struct ask){.question = "", .yes = take_days});
	return NEXT_PAINT;
}

static enum next open_register(struct screen *s, enum verb verb)
{
	const struct order_statistics *o = statistics_of(s);
	bool there = s->list->cursor < s->list->n;
	char *filter;

	if (list_screen_waits(s, verb) || !there)
		return NEXT_PAINT;
	filter = order_figure_filter(o->by, o->figure, o->v[s->list->cursor].code,
	                             session_city_code(s->ui->session), o->from, o->to);
	if (filter)
		orders_show(s, filter);
	else
		ui_say(s->ui, STYLE_ERROR, "%s", _("the register has no word for these"));
	free(filter);
	return NEXT_NOTHING;
}

static const struct action actions[] = {
        {VERB_OPEN, open_register},  {VERB_RIGHT, other_figure}, {VERB_LEFT, other_figure},
        {VERB_PERIOD, next_by},      {VERB_EARLIER, other_year}, {VERB_LATER, other_year},
        {VERB_ALL_YEARS, all_years}, {VERB_DAYS, ask_days},      LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN,      VERB_RIGHT, VERB_PERIOD, VERB_EARLIER,
                                  VERB_ALL_YEARS, VERB_DAYS,  VERB_BACK,   VERB_NONE};

const struct screen_ops screen_order_statistics = {
        .context = CONTEXT_ORDER_STATISTICS,
        .actions = actions,
        .hints = hints,
        .open = statistics_open,
        .close = statistics_close,
        .paint = statistics_paint,
        .cursor = list_screen_cursor,
        .refresh = load,
};
