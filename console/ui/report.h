/* A screen that is a text out of the database: asked for when it opens and when something changes,
 * scrolled, and computed anew for another size. The screens embed it at their beginning. */
#ifndef VARTA_CONSOLE_UI_REPORT_H
#define VARTA_CONSOLE_UI_REPORT_H

#include "console/ui/lines.h"
#include "console/ui/screen.h"
#include "lib/base/buf.h"
#include "lib/db/db.h"

struct report {
	struct screen screen;
	struct lines lines;
	size_t top;
};

/* Begins the text anew, at the terminal's width. */
void report_begin(struct report *report);
/* It is complete. */
void report_end(struct report *report);
/* What the database refused is all there is to show; a lost connection leaves the text as it is. */
void report_trouble(struct report *report, const struct db_error *error);
/* The bar, the title, and the text below. */
void report_paint(struct report *report, const char *left, const char *right);
void report_cursor(const struct screen *s, int *y, int *x);
/* For up, down, pages and ends. */
enum next report_scroll(struct screen *s, enum verb verb);
void report_release(struct report *report);

/* Adds text, cut or filled up to columns (negative: filled up on the left), and a blank. */
void report_cell(struct buf *out, int columns, const char *text);

#endif
