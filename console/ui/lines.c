/* Wraps texts into styled lines, and paints a stretch of them. */
#include "console/ui/lines.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdarg.h>
#include <stdlib.h>

enum { NARROWEST = 10 };

void lines_init(struct lines *l, int columns)
{
	*l = (struct lines){.columns = columns};
}

void lines_release(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i].text);
	free(l->v);
	*l = (struct lines){0};
}

static void push(struct lines *l, enum style style, int indent, const char *text, size_t len)
{
	l->v = xreallocarray(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct styled_line){style, indent, xstrndup(text, len)};
}

void lines_blank(struct lines *l)
{
	push(l, STYLE_PLAIN, 0, "", 0);
}

void lines_add(struct lines *l, enum style style, int indent, const char *text)
{
	struct text_line *wrapped;
	int columns = l->columns - indent - 1;
	size_t n = text_wrap(text, columns > NARROWEST ? columns : NARROWEST, &wrapped);

	for (size_t i = 0; i < n; i++)
		push(l, style, indent, text + wrapped[i].start, wrapped[i].len);
	free(wrapped);
}

void lines_addf(struct lines *l, enum style style, int indent, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	lines_add(l, style, indent, text);
	free(text);
}

void lines_paint(const struct lines *l, size_t top, int y, int count)
{
	for (size_t i = top; i < l->n && count-- > 0; i++, y++)
		term_text(y, l->left + l->v[i].indent, -1, l->v[i].style, l->v[i].text);
}
