#include "console/field.h"

#include <stdlib.h>

#include "console/term.h"
#include "lib/xmalloc.h"

enum { INDENT = 1 };

static void keep_visible(size_t *top, size_t line, size_t height)
{
	if (line < *top)
		*top = line;
	if (line >= *top + height)
		*top = line - height + 1;
}

void field_paint(const struct edit *e, size_t *top, int y, int height)
{
	struct text_line *lines;
	size_t line;
	int column;
	size_t n = edit_lines(e, &lines, &line, &column);
	keep_visible(top, line, (size_t)height);
	for (size_t i = *top; i < n && i < *top + (size_t)height; i++) {
		char *text = xstrndup(edit_text(e) + lines[i].start, lines[i].len);
		term_text(y++, INDENT, -1, STYLE_PLAIN, text);
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
