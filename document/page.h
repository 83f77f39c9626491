/* Pages of A4: paragraphs one below the other, broken between lines, and a foot with the title and
 * the number of the page. Laid out twice: the first time tells how many pages there are. */
#ifndef VARTA_DOCUMENT_PAGE_H
#define VARTA_DOCUMENT_PAGE_H

#include <pango/pangocairo.h>

/* Points, 72 to the inch. */
#define PAGE_LEFT   85.0
#define PAGE_RIGHT  552.0
#define PAGE_TOP    57.0
#define PAGE_BOTTOM 771.0
#define PAGE_WIDTH  (PAGE_RIGHT - PAGE_LEFT)

struct page {
	cairo_t *cr;
	PangoContext *fonts;
	const char *title;
	double y;          /* where the next line begins */
	int number, total; /* total 0: it is being counted */
};

enum page_style { PAGE_HEAD, PAGE_SUBHEAD, PAGE_TEXT, PAGE_SMALL };

/* A text in that style; the caller unrefs it. */
PangoLayout *page_layout(const struct page *page, enum page_style style, const char *text,
                         double width);
double page_height(PangoLayout *layout);
/* Draws layout at x, y, on this page. */
void page_draw(struct page *page, PangoLayout *layout, double x, double y);
/* Puts it below what is there, on as many pages as it needs; never one line of several alone. */
void page_put(struct page *page, PangoLayout *layout);
/* Begins another page where less than height is left on this one. */
void page_need(struct page *page, double height);
/* Ends the last page. */
void page_end(struct page *page);

#endif
