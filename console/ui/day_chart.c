/* Counts by day and draws what was counted. */
#include "console/ui/day_chart.h"

#include "console/terminal/canvas.h"
#include "console/terminal/term.h"
#include "console/ui/lines.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INDENT = 1, CHART_ROWS = 3, DAY = 24 * 3600 };

/* Days since 1970: dates are ISO. */
static int day_of(const char *date)
{
	int64_t at = 0;

	when_parse(date, 0, &at);
	return (int)(at / DAY);
}

/* After midnight there is a new day here before there is one in UTC. */
static int today(int64_t now)
{
	char local[WHEN_LOCAL_SIZE];

	when_local(now, local);
	local[strlen("2026-11-28")] = '\0';
	return day_of(local);
}

void day_chart_init(struct day_chart *c, int64_t now, int days)
{
	*c = (struct day_chart){
	        .days = days,
	        .last = today(now),
	        .received = xcalloc((size_t)days, sizeof(*c->received)),
	};
}

void day_chart_release(struct day_chart *c)
{
	free(c->received);
}

/* In the city it may be tomorrow already. */
static void end_with(struct day_chart *c, int day)
{
	int ahead = day - c->last, kept = c->days - ahead;

	if (ahead <= 0 || kept <= 0)
		return;
	memmove(c->received, c->received + ahead, (size_t)kept * sizeof(*c->received));
	memset(c->received + kept, 0, (size_t)ahead * sizeof(*c->received));
	c->last = day;
}

void day_chart_add(struct day_chart *c, const char *date, int n)
{
	int at;

	end_with(c, day_of(date));
	at = c->days - 1 - (c->last - day_of(date));

	if (at >= 0 && at < c->days)
		c->received[at] += n;
}

/* Returns how many the highest dot across stands for. */
static int draw(const struct day_chart *c, struct canvas *canvas)
{
	int dots = canvas->columns * DOTS_ACROSS, height = canvas->rows * DOTS_DOWN, most = 1;
	int *heights = xcalloc((size_t)dots + 1, sizeof(*heights));

	for (int day = 0; day < c->days; day++) {
		int *to = &heights[(int)((int64_t)day * dots / c->days)];
		*to += c->received[day];
		most = *to > most ? *to : most;
	}
	for (int x = 0; x < dots; x++)
		for (int y = 0; heights[x] && y <= heights[x] * (height - 1) / most; y++)
			canvas_dot(canvas, x, height - 1 - y);
	free(heights);
	return most;
}

/* '30.10' */
static char *day_text(int day)
{
	time_t at = (time_t)day * DAY;
	struct tm date;

	gmtime_r(&at, &date);
	return xasprintf("%02d.%02d", date.tm_mday, date.tm_mon + 1);
}

/* Below the curve: its first and its last day. */
static void add_axis(const struct day_chart *c, struct lines *l, int width)
{
	char *from = day_text(c->last - c->days + 1), *to = day_text(c->last);
	int gap = width - text_width(from) - text_width(to);

	if (gap > 0)
		lines_addf(l, STYLE_FAINT, INDENT, "%s%*s%s", from, gap, "", to);
	else
		lines_addf(l, STYLE_FAINT, INDENT, "%s–%s", from, to);
	free(from);
	free(to);
}

static void add_row(const struct canvas *canvas, int row, struct lines *l)
{
	struct buf line = {0};

	for (int column = 0; column < canvas->columns; column++) {
		char text[4];
		canvas_cell(canvas, column, row, term_ascii(), text);
		buf_adds(&line, text);
	}
	lines_add(l, STYLE_PLAIN, INDENT, line.data ? line.data : "");
	buf_release(&line);
}

void day_chart_lines(const struct day_chart *c, struct lines *l)
{
	struct canvas canvas = {0};
	int room = term_columns() - 2 * INDENT;
	int wide = (c->days + DOTS_ACROSS - 1) / DOTS_ACROSS, most;

	canvas_reset(&canvas, wide < room ? wide : room, CHART_ROWS);
	most = draw(c, &canvas);
	lines_blank(l);
	lines_addf(l, STYLE_HEADING, INDENT, _("Received by day; the highest: %d"), most);
	for (int row = 0; row < canvas.rows; row++)
		add_row(&canvas, row, l);
	add_axis(c, l, canvas.columns);
	canvas_release(&canvas);
}
