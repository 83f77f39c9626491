/* Puts lines on pages. */
#include "document/page.h"

#include "lib/base/xmalloc.h"

#include <stdlib.h>

static const struct {
	const char *font;
	PangoAlignment alignment;
} styles[] = {
        [PAGE_HEAD] = {"DejaVu Serif Bold 14", PANGO_ALIGN_CENTER},
        [PAGE_SUBHEAD] = {"DejaVu Serif 11", PANGO_ALIGN_CENTER},
        [PAGE_TEXT] = {"DejaVu Serif 11", PANGO_ALIGN_LEFT},
        [PAGE_SMALL] = {"DejaVu Sans 8", PANGO_ALIGN_LEFT},
};

PangoLayout *page_layout(const struct page *page, enum page_style style, const char *text,
                         double width)
{
	PangoLayout *layout = pango_layout_new(page->fonts);
	PangoFontDescription *font = pango_font_description_from_string(styles[style].font);

	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_alignment(layout, styles[style].alignment);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(layout, style == PAGE_SMALL ? 1.0F : 1.15F);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

double page_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return (double)height / PANGO_SCALE;
}

void page_draw(struct page *page, PangoLayout *layout, double x, double y)
{
	cairo_move_to(page->cr, x, y);
	pango_cairo_show_layout(page->cr, layout);
}

static void draw_foot(struct page *page)
{
	char *number = page->total ? xasprintf("%d / %d", page->number, page->total) : xstrdup("");
	PangoLayout *title = page_layout(page, PAGE_SMALL, page->title, PAGE_WIDTH - 60);
	PangoLayout *count = page_layout(page, PAGE_SMALL, number, 60);

	pango_layout_set_height(title, -1);
	pango_layout_set_ellipsize(title, PANGO_ELLIPSIZE_END);
	pango_layout_set_alignment(count, PANGO_ALIGN_RIGHT);
	page_draw(page, title, PAGE_LEFT, PAGE_BOTTOM + 18);
	page_draw(page, count, PAGE_RIGHT - 60, PAGE_BOTTOM + 18);
	g_object_unref(title);
	g_object_unref(count);
	free(number);
}

void page_end(struct page *page)
{
	draw_foot(page);
	cairo_show_page(page->cr);
}

static void next_page(struct page *page)
{
	page_end(page);
	page->number++;
	page->y = PAGE_TOP;
}

void page_need(struct page *page, double height)
{
	if (page->y + height > PAGE_BOTTOM && page->y > PAGE_TOP)
		next_page(page);
}

/* How much has to be free for this line: the first two stay together, and so do the last two. */
static double needed(PangoLayout *layout, int line, double height)
{
	int n = pango_layout_get_line_count(layout);

	return n > 1 && (line == 0 || line == n - 2) ? 2 * height : height;
}

void page_put(struct page *page, PangoLayout *layout)
{
	PangoLayoutIter *lines = pango_layout_get_iter(layout);
	int line = 0;

	do {
		PangoRectangle box;
		double height, baseline;

		pango_layout_iter_get_line_extents(lines, NULL, &box);
		height = (double)box.height / PANGO_SCALE;
		baseline = (double)(pango_layout_iter_get_baseline(lines) - box.y) / PANGO_SCALE;
		page_need(page, needed(layout, line++, height));
		cairo_move_to(page->cr, PAGE_LEFT + (double)box.x / PANGO_SCALE,
		              page->y + baseline);
		pango_cairo_show_layout_line(page->cr, pango_layout_iter_get_line_readonly(lines));
		page->y += height;
	} while (pango_layout_iter_next_line(lines));
	pango_layout_iter_free(lines);
}
