/* Puts photos and their captions on pages. */
#include "document/photos.h"

#include "document/page.h"
#include "document/picture.h"

#define PHOTO_HEIGHT   295.0
#define PHOTO_GAP      12.0
#define CAPTION_HEIGHT 24.0

void photos_read(struct photos *photos, const struct question *question)
{
	for (size_t i = 0; i < question->nphotos; i++)
		photos->pictures[i] =
		        picture_read(question->photos[i].data, question->photos[i].len);
}

void photos_release(struct photos *photos)
{
	for (size_t i = 0; i < PHOTOS_MAX; i++)
		cairo_surface_destroy(photos->pictures[i]);
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

/* As large as there is room for, but no larger than its pixels at 72 to the inch. */
static double draw(struct page *page, cairo_surface_t *picture)
{
	double width = cairo_image_surface_get_width(picture),
	       height = cairo_image_surface_get_height(picture),
	       scale = smaller(1, smaller(PAGE_WIDTH / width, PHOTO_HEIGHT / height));

	cairo_save(page->cr);
	cairo_translate(page->cr, PAGE_LEFT, page->y);
	cairo_scale(page->cr, scale, scale);
	cairo_set_source_surface(page->cr, picture, 0, 0);
	cairo_paint(page->cr);
	cairo_restore(page->cr);
	return height * scale;
}

static void put_words(struct page *page, enum page_style style, const char *text)
{
	PangoLayout *layout = page_layout(page, style, text, PAGE_WIDTH);

	page_put(page, layout);
	g_object_unref(layout);
}

static void put_photo(struct page *page, cairo_surface_t *picture, const struct photo *photo)
{
	page_need(page, PHOTO_HEIGHT + CAPTION_HEIGHT);
	if (picture)
		page->y += draw(page, picture) + 4;
	else
		put_words(page, PAGE_TEXT, photo->missing);
	put_words(page, PAGE_SMALL, photo->caption);
	page->y += PHOTO_GAP;
}

void photos_put(struct page *page, const struct photos *photos, const struct question *question)
{
	if (!question->nphotos)
		return;
	page_need(page, PAGE_BOTTOM - PAGE_TOP);
	put_words(page, PAGE_SUBHEAD, question->photos_title);
	page->y += PHOTO_GAP;
	for (size_t i = 0; i < question->nphotos; i++)
		put_photo(page, photos->pictures[i], &question->photos[i]);
}
