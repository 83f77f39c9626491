#include "console/sheet.h"

#include <stdlib.h>

#include "console/app.h"
#include "console/frame.h"
#include "console/scroll.h"
#include "lib/dberror.h"
#include "lib/text.h"

static struct sheet *sheet_of(const struct screen *s)
{
	return (struct sheet *)(uintptr_t)s;
}

void sheet_begin(struct sheet *sheet)
{
	lines_release(&sheet->lines);
	lines_init(&sheet->lines, term_columns());
}

void sheet_end(struct sheet *sheet)
{
	size_t height = frame_height() > 0 ? (size_t)frame_height() : 1;
	size_t last = sheet->lines.n > height ? sheet->lines.n - height : 0;
	if (sheet->top > last)
		sheet->top = last;
	sheet->screen.app->dirty = true;
}

void sheet_trouble(struct sheet *sheet, const struct db_error *error)
{
	if (dberror_is_offline(error))
		return;
	char *why = dberror_text(error);
	sheet_begin(sheet);
	lines_add(&sheet->lines, STYLE_ERROR, 1, why);
	sheet_end(sheet);
	free(why);
}

void sheet_paint(struct sheet *sheet, const char *left, const char *right)
{
	frame_bar(sheet->screen.app);
	frame_title(left, right);
	lines_paint(&sheet->lines, sheet->top, FRAME_TOP, frame_height());
}

void sheet_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = 1;
}

enum next sheet_scroll(struct screen *s, enum verb verb)
{
	struct sheet *sheet = sheet_of(s);
	sheet->top = scroll_text(verb, sheet->top, sheet->lines.n, frame_height());
	return NEXT_PAINT;
}

void sheet_release(struct sheet *sheet)
{
	lines_release(&sheet->lines);
}

static void blanks(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_addc(out, ' ');
}

void sheet_cell(struct buf *out, int columns, const char *text)
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
