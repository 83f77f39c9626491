/* Builds, scrolls and paints a screen of text. */
#include "console/ui/report.h"

#include "console/ui/frame.h"
#include "console/ui/scroll.h"
#include "console/ui/ui.h"
#include "lib/base/text.h"
#include "lib/db/db_error.h"

#include <stdlib.h>

static struct report *report_of(const struct screen *s)
{
	return (struct report *)(uintptr_t)s;
}

void report_begin(struct report *report)
{
	lines_release(&report->lines);
	lines_init(&report->lines, term_columns());
}

void report_end(struct report *report)
{
	report->top = scroll_top(report->top, report->top, report->lines.n, frame_height());
	report->screen.ui->dirty = true;
}

void report_trouble(struct report *report, const struct db_error *error)
{
	char *why;

	if (db_error_is_offline(error))
		return;
	why = db_error_text(error);
	report_begin(report);
	lines_add(&report->lines, STYLE_ERROR, 1, why);
	report_end(report);
	free(why);
}

void report_paint(struct report *report, const char *left, const char *right)
{
	frame_bar(report->screen.ui);
	frame_title(left, right);
	lines_paint(&report->lines, report->top, FRAME_TOP, frame_height());
}

void report_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = 1;
}

enum next report_scroll(struct screen *s, enum verb verb)
{
	struct report *report = report_of(s);

	report->top = scroll_text(verb, report->top, report->lines.n, frame_height());
	return NEXT_PAINT;
}

void report_release(struct report *report)
{
	lines_release(&report->lines);
}

static void blanks(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_addc(out, ' ');
}

void report_cell(struct buf *out, int columns, const char *text)
{
	int width = columns < 0 ? -columns : columns;
	char *cut = text_ellipsis(text, width);
	int rest = width - text_width(cut);

	blanks(out, columns < 0 ? rest : 0);
	buf_adds(out, cut);
	blanks(out, columns < 0 ? 0 : rest);
	buf_addc(out, ' ');
	free(cut);
}
