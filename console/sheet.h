/* A screen that is a text out of the database: asked for when it opens and when something changes,
 * scrolled, and computed anew for another size. The screens embed it at their beginning. */
#ifndef VARTA_CONSOLE_SHEET_H
#define VARTA_CONSOLE_SHEET_H

#include "console/lines.h"
#include "console/screen.h"
#include "lib/buf.h"
#include "lib/db.h"

struct sheet {
	struct screen screen;
	struct lines lines;
	size_t top;
};

/* Begins the text anew, at the terminal's width. */
void sheet_begin(struct sheet *sheet);
/* It is complete. */
void sheet_end(struct sheet *sheet);
/* What the database refused is all there is to show; a lost connection leaves the text as it is. */
void sheet_trouble(struct sheet *sheet, const struct db_error *error);
/* The bar, the title, and the text below. */
void sheet_paint(struct sheet *sheet, const char *left, const char *right);
void sheet_cursor(const struct screen *s, int *y, int *x);
/* For up, down, pages and ends. */
enum next sheet_scroll(struct screen *s, enum verb verb);
void sheet_release(struct sheet *sheet);

/* Adds text, cut or filled up to columns (negative: filled up on the left), and a blank. */
void sheet_cell(struct buf *out, int columns, const char *text);

#endif
