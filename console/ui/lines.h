/* A text of styled lines, computed apart from where it is painted. */
#ifndef VARTA_CONSOLE_UI_LINES_H
#define VARTA_CONSOLE_UI_LINES_H

#include "console/terminal/term.h"

#include <stddef.h>

struct lines {
	struct styled_line {
		enum style style;
		int indent;
		char *text;
	} * v;
	size_t n;
	int columns; /* where text is wrapped */
	int left;    /* the column of the screen that they begin at */
};

void lines_init(struct lines *l, int columns);
void lines_release(struct lines *l);
void lines_blank(struct lines *l);
/* Adds text (harmless), wrapped behind indent columns. */
void lines_add(struct lines *l, enum style style, int indent, const char *text);
void lines_addf(struct lines *l, enum style style, int indent, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));
/* Paints count lines from top on, at line y. */
void lines_paint(const struct lines *l, size_t top, int y, int count);

#endif
