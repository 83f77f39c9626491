/* Escapes text for HTML and XML. */
#include "syncd/core/markup.h"

#include "lib/text.h"

#include <stdlib.h>
#include <string.h>

/* U+FFFE and U+FFFF are no characters, and the only visible ones that XML 1.0 forbids. */
static bool is_forbidden(const char *s)
{
	return strncmp(s, "\xef\xbf\xbe", 3) == 0 || strncmp(s, "\xef\xbf\xbf", 3) == 0;
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void add(struct buf *out, const char *text, enum text_lines lines)
{
	char *visible = text ? text_visible(text, strlen(text), lines) : NULL;

	for (const char *s = visible; s && *s; s++) {
		const char *name = entity(*s);

		if (name) {
			buf_adds(out, name);
		} else if (is_forbidden(s)) {
			buf_adds(out, "\xef\xbf\xbd");
			s += 2;
		} else {
			buf_addc(out, *s);
		}
	}
	free(visible);
}

void markup_add(struct buf *out, const char *text)
{
	add(out, text, TEXT_KEEP_LINES);
}

void markup_add_line(struct buf *out, const char *text)
{
	add(out, text, TEXT_ONE_LINE);
}
