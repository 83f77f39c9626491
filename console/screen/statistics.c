/* Figures of the queue's cities over a period: counts, times, and curves by day. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/filter/scope.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/day_chart.h"
#include "console/ui/lines.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"

#include <stdlib.h>
#include <string.h>

enum { NAME = 34, NAME_NARROW = 16, NUMBER = 9, NUMBER_NARROW = 6, NARROW = 80 };
enum { INDENT = 1 };

static const int periods[] = {7, 30, 90, 365};
enum { PERIODS = sizeof(periods) / sizeof(*periods), FIRST_PERIOD = 1 };

/* The columns of numbers; the last ones go first where there is no room. */
static const struct column {
	const char *field, *title;
	bool narrow; /* also on small terminals */
} columns[] = {
        {"received", N_("received"), true},  {"open", N_("still open"), true},
        {"late", N_("too late"), true},      {"answered", N_("answered"), false},
        {"rejected", N_("rejected"), false}, {"median_hours", N_("median"), false},
};
enum { REJECTED = 4, COLUMNS = sizeof(columns) / sizeof(*columns) };

/* What a unit does not answer, it returns. */
static const struct {
	const char *part, *title, *rejected;
} parts[] = {
        {"category", N_("By category"), N_("rejected")},
        {"district", N_("By district"), N_("rejected")},
        {"unit", N_("By unit: referrals"), N_("returned")},
};

/* What came in within a period and what became of it. */
struct statistics {
	struct report report;
	size_t period;
	char **cells; /* of the answer: part, name, and the columns */
	size_t n;     /* rows */
};

enum { PART, ROW_NAME, FIRST_COLUMN, FIELDS = FIRST_COLUMN + COLUMNS };

static struct statistics *statistics_of(const struct screen *s)
{
	return (struct statistics *)(uintptr_t)s;
}

static const char *cell(const struct statistics *t, size_t row, int field)
{
	return t->cells[row * FIELDS + (size_t)field];
}

static bool is_narrow(void)
{
	return term_columns() < NARROW;
}

static int name_columns(void)
{
	int room = term_columns() - 2 * INDENT - COLUMNS * (NUMBER + 1) - 1;

	return is_narrow() ? NAME_NARROW : room < NAME ? room : NAME;
}

static void add_number(struct buf *line, int i, const char *text)
{
	if (columns[i].narrow || !is_narrow())
		report_cell(line, is_narrow() ? -NUMBER_NARROW : -NUMBER, text);
}

/* Hours as a person says them: '5 h', '3.5 d'. The caller frees it. */
static char *hours_text(const char *hours)
{
	double n = strtod(hours, NULL);

	if (!*hours)
		return xstrdup("-");
	return n < 48 ? xasprintf(_("%d h"), (int)(n + 0.5)) : xasprintf(_("%.1f d"), n / 24);
}

static void add_row(struct statistics *t, size_t row, const char *name)
{
	struct buf line = {0};

	report_cell(&line, name_columns(), name);
	for (int i = 0; i < COLUMNS; i++) {
		const char *value = cell(t, row, FIRST_COLUMN + i);
		char *text = i == COLUMNS - 1 ? hours_text(value) : xstrdup(value);
		add_number(&line, i, text);
		free(text);
	}
	lines_add(&t->report.lines, STYLE_PLAIN, INDENT, line.data);
	buf_release(&line);
}

/* rejected: the title of that column. */
static void add_heading(struct statistics *t, const char *title, const char *rejected)
{
	struct buf line = {0};

	report_cell(&line, name_columns(), title);
	for (int i = 0; i < COLUMNS; i++)
		add_number(&line, i, i == REJECTED ? rejected : _(columns[i].title));
	lines_add(&t->report.lines, STYLE_HEADING, INDENT, line.data);
	buf_release(&line);
}

static void add_part(struct statistics *t, const char *part, const char *title,
                     const char *rejected)
{
	bool any = false;

	for (size_t i = 0; i < t->n; i++) {
		const char *name;
		if (strcmp(cell(t, i, PART), part) != 0)
			continue;
		if (!any)
			lines_blank(&t->report.lines);
		if (!any)
			add_heading(t, title, rejected);
		any = true;
		name = cell(t, i, ROW_NAME);
		add_row(t, i, *name ? name : _("elsewhere"));
	}
}

static void add_chart(struct statistics *t)
{
	struct day_chart chart;

	day_chart_init(&chart, session_now(t->report.screen.ui->session), periods[t->period]);
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(cell(t, i, PART), "day") == 0)
			day_chart_add(&chart, cell(t, i, ROW_NAME),
			              (int)strtol(cell(t, i, FIRST_COLUMN), NULL, 10));
	day_chart_lines(&chart, &t->report.lines);
	day_chart_release(&chart);
}

static void compute(struct statistics *t)
{
	report_begin(&t->report);
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(cell(t, i, PART), "total") == 0) {
			add_heading(t, "", _(columns[REJECTED].title));
			add_row(t, i, _("In all"));
		}
	if (t->n > 0)
		add_chart(t);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		add_part(t, parts[i].part, _(parts[i].title), _(parts[i].rejected));
	report_end(&t->report);
}

static void forget(struct statistics *t)
{
	for (size_t i = 0; i < t->n * FIELDS; i++)
		free(t->cells[i]);
	free(t->cells);
	t->cells = NULL;
	t->n = 0;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct statistics *t = statistics_of(s);

	if (error) {
		report_trouble(&t->report, error);
		return;
	}
	forget(t);
	t->cells = xcalloc((size_t)PQntuples(res) * FIELDS + 1, sizeof(*t->cells));
	for (int row = 0; row < PQntuples(res); row++, t->n++)
		for (int i = 0; i < FIELDS; i++) {
			const char *field = i == PART       ? "part"
			                    : i == ROW_NAME ? "name"
			                                    : columns[i - FIRST_COLUMN].field;
			char *text = result_text(res, row, field);
			t->cells[t->n * FIELDS + (size_t)i] = text ? text : xstrdup("");
		}
	compute(t);
}

static void load(struct screen *s)
{
	struct db_params params = {0};

	db_params_text(&params, s->console->queue->json);
	db_params_int(&params, periods[statistics_of(s)->period]);
	ui_ask(s, QUERY_STATISTICS, params.text, loaded);
}

static struct screen *statistics_open(struct ui *ui, const struct ask *ask)
{
	struct statistics *t = xcalloc(1, sizeof(*t));

	screen_init(&t->report.screen, ui, &screen_statistics);
	t->period = FIRST_PERIOD;
	load(&t->report.screen);
	return &t->report.screen;
}

static void statistics_close(struct screen *s)
{
	struct statistics *t = statistics_of(s);

	forget(t);
	report_release(&t->report);
	free(t);
}

static void statistics_resize(struct screen *s)
{
	compute(statistics_of(s));
}

static void statistics_paint(struct screen *s)
{
	struct statistics *t = statistics_of(s);
	int days = periods[t->period];
	char *left = xasprintf(ngettext("Statistics · received within %d day",
	                                "Statistics · received within %d days", (unsigned)days),
	                       days);
	char *scope = scope_text(s->console->queue->json, false);
	char *right = text_visible(scope, strlen(scope), TEXT_ONE_LINE);

	report_paint(&t->report, left, right);
	free(right);
	free(scope);
	free(left);
}

static enum next next_period(struct screen *s, enum verb verb)
{
	struct statistics *t = statistics_of(s);

	t->period = (t->period + 1) % PERIODS;
	load(s);
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_PERIOD, next_period},    {VERB_DOWN, report_scroll},
        {VERB_UP, report_scroll},      {VERB_PAGE_DOWN, report_scroll},
        {VERB_PAGE_UP, report_scroll}, {VERB_FIRST, report_scroll},
        {VERB_LAST, report_scroll},    {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_PERIOD, VERB_DOWN, VERB_UP, VERB_BACK, VERB_NONE};

const struct screen_ops screen_statistics = {
        .context = CONTEXT_STATISTICS,
        .actions = actions,
        .hints = hints,
        .open = statistics_open,
        .close = statistics_close,
        .resize = statistics_resize,
        .paint = statistics_paint,
        .cursor = report_cursor,
        .refresh = load,
};
