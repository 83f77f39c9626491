/* Paints a text of several lines, scrolled to its cursor. */
#include "console/ui/text_field.h"

#include "console/terminal/term.h"
#include "console/ui/scroll.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { INDENT = 1 };

static int columns_of(const char *text, size_t len)
{
	char *part = xstrndup(text, len);
	int columns = text_width(part);

	free(part);
	return columns;
}

/* What is found may go over the end of a line. */
static void paint_found(const char *text, const struct text_line *line, int y, field_find *find)
{
	size_t line_end = line->start + line->len, from = 0, start, len;

	for (; find(text, from, &start, &len) && start < line_end; from = start + len) {
		size_t begin = start > line->start ? start : line->start;
		size_t end = start + len < line_end ? start + len : line_end;
		if (end > begin)
			term_style(y, INDENT + columns_of(text + line->start, begin - line->start),
			           columns_of(text + begin, end - begin), STYLE_SOON);
	}
}

void field_paint(const struct edit *e, size_t *top, int y, int height, field_find *find)
{
	struct text_line *lines;
	size_t line;
	int column;
	size_t n = edit_lines(e, &lines, &line, &column);

	*top = scroll_top(*top, line, SIZE_MAX, height);
	for (size_t i = *top; i < n && i < *top + (size_t)height; i++) {
		char *text = xstrndup(edit_text(e) + lines[i].start, lines[i].len);
		term_text(y, INDENT, -1, STYLE_PLAIN, text);
		paint_found(edit_text(e), &lines[i], y++, find);
		free(text);
	}
	free(lines);
}

void field_cursor(const struct edit *e, size_t top, int y, int *cursor_y, int *cursor_x)
{
	struct text_line *lines;
	size_t line;
	int column;

	edit_lines(e, &lines, &line, &column);
	free(lines);
	*cursor_y = y + (int)(line - top);
	*cursor_x = INDENT + column;
}
