/* Builds, scrolls and paints a screen of text. */
#include "console/ui/report.h"

#include "console/ui/frame.h"
#include "console/ui/scroll.h"
#include "console/ui/ui.h"
#include "lib/dberror.h"
#include "lib/text.h"

#include <stdlib.h>

static struct report *report_of(const struct screen *s)
{
	return (struct report *)(uintptr_t)s;
}

void report_begin(struct report *sheet)
{
	lines_release(&sheet->lines);
	lines_init(&sheet->lines, term_columns());
}

void report_end(struct report *sheet)
{
	sheet->top = scroll_top(sheet->top, sheet->top, sheet->lines.n, frame_height());
	sheet->screen.ui->dirty = true;
}

void report_trouble(struct report *sheet, const struct db_error *error)
{
	if (dberror_is_offline(error))
		return;
	char *why = dberror_text(error);
	report_begin(sheet);
	lines_add(&sheet->lines, STYLE_ERROR, 1, why);
	report_end(sheet);
	free(why);
}

void report_paint(struct report *sheet, const char *left, const char *right)
{
	frame_bar(sheet->screen.ui);
	frame_title(left, right);
	lines_paint(&sheet->lines, sheet->top, FRAME_TOP, frame_height());
}

void report_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = 1;
}

enum next report_scroll(struct screen *s, enum verb verb)
{
	struct report *sheet = report_of(s);
	sheet->top = scroll_text(verb, sheet->top, sheet->lines.n, frame_height());
	return NEXT_PAINT;
}

void report_release(struct report *sheet)
{
	lines_release(&sheet->lines);
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
