/* Draws places for signatures, and the public page's address with its QR code. */
#include "document/foot.h"

#include "document/page.h"
#include "document/qr.h"
#include "document/question.h"

#define ROW_HEIGHT 46.0
#define LINE_LEFT  (PAGE_LEFT + 150)
#define LINE_RIGHT (LINE_LEFT + 120)
#define NAME_LEFT  (LINE_RIGHT + 20)
#define QR_SIZE    96.0

static void draw_text(struct page *page, enum page_style style, const char *text, double x,
                      double y, double width)
{
	PangoLayout *layout = page_layout(page, style, text, width);

	page_draw(page, layout, x, y);
	g_object_unref(layout);
}

static void draw_line(struct page *page, double from, double to, double y)
{
	cairo_set_line_width(page->cr, 0.6);
	cairo_move_to(page->cr, from, y);
	cairo_line_to(page->cr, to, y);
	cairo_stroke(page->cr);
}

/* A name that is not known yet gets a line to be written on. */
static void put_signature(struct page *page, const struct signature *s)
{
	double y, line;

	page_need(page, ROW_HEIGHT);
	y = page->y + 10;
	line = y + 15;
	draw_text(page, PAGE_TEXT, s->label, PAGE_LEFT, y, LINE_LEFT - PAGE_LEFT - 8);
	draw_line(page, LINE_LEFT, LINE_RIGHT, line);
	if (*s->name)
		draw_text(page, PAGE_TEXT, s->name, NAME_LEFT, y, PAGE_RIGHT - NAME_LEFT);
	else
		draw_line(page, NAME_LEFT, PAGE_RIGHT, line);
	draw_text(page, PAGE_SMALL, s->sign_caption, LINE_LEFT, line + 3, LINE_RIGHT - LINE_LEFT);
	draw_text(page, PAGE_SMALL, s->name_caption, NAME_LEFT, line + 3, PAGE_RIGHT - NAME_LEFT);
	page->y += ROW_HEIGHT;
}

static void put_address(struct page *page, const struct question *question)
{
	double x = PAGE_LEFT + QR_SIZE + 12;

	page_need(page, QR_SIZE + 10);
	page->y += 10;
	qr_draw(page->cr, question->address, PAGE_LEFT - 8, page->y, QR_SIZE);
	draw_text(page, PAGE_SMALL, question->address_caption, x, page->y + 12, PAGE_RIGHT - x);
	draw_text(page, PAGE_SMALL, question->address, x, page->y + 40, PAGE_RIGHT - x);
	page->y += QR_SIZE;
}

void foot_put(struct page *page, const struct question *question)
{
	for (size_t i = 0; i < question->nsignatures; i++)
		put_signature(page, &question->signatures[i]);
	if (question->address)
		put_address(page, question);
}
