/* Lays out a document: its head, its paragraphs, its foot, its photos. */
#include "document/document.h"

#include "document/foot.h"
#include "document/page.h"
#include "document/photos.h"
#include "lib/base/xmalloc.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define A4_WIDTH      595.276
#define A4_HEIGHT     841.89
#define PARAGRAPH_GAP 8.0

/* Its first line is the name of the document, what follows says of when it is. */
static void put_head(struct page *page, const char *text, size_t len)
{
	size_t first = strcspn(text, "\n");
	char *name = xstrndup(text, first < len ? first : len);
	char *rest = xstrndup(text + strlen(name), len - strlen(name));
	PangoLayout *head = page_layout(page, PAGE_HEAD, name, PAGE_WIDTH);
	PangoLayout *below = page_layout(page, PAGE_SUBHEAD, *rest ? rest + 1 : "", PAGE_WIDTH);

	page_put(page, head);
	if (*rest)
		page_put(page, below);
	page->y += PARAGRAPH_GAP;
	g_object_unref(head);
	g_object_unref(below);
	free(name);
	free(rest);
}

/* The length of a word and a colon at the beginning: 'Підстава:'; 0: there is none. */
static size_t label_length(const char *text)
{
	size_t n = strcspn(text, ": \n");

	return text[n] == ':' ? n + 1 : 0;
}

static void put_paragraph(struct page *page, const char *text, size_t len)
{
	char *paragraph = xstrndup(text, len);
	PangoLayout *layout = page_layout(page, PAGE_TEXT, paragraph, PAGE_WIDTH);
	PangoAttrList *attributes = pango_attr_list_new();
	PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);

	bold->end_index = (guint)label_length(paragraph);
	pango_attr_list_insert(attributes, bold);
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	page_put(page, layout);
	page->y += PARAGRAPH_GAP;
	pango_attr_list_unref(attributes);
	g_object_unref(layout);
	free(paragraph);
}

static void put_text(struct page *page, const char *text)
{
	void (*put)(struct page * page, const char *text, size_t len) = put_head;

	while (*text) {
		const char *end = strstr(text, "\n\n");
		size_t len = end ? (size_t)(end - text) : strlen(text);

		while (len && text[len - 1] == '\n' && !end)
			len--;
		put(page, text, len);
		put = put_paragraph;
		text = end ? end + strspn(end, "\n") : "";
	}
}

/* Distances as the font has them, not as a screen would round them. */
static void set_exact(PangoContext *context)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, options);
	pango_context_set_round_glyph_positions(context, FALSE);
	cairo_font_options_destroy(options);
}

/* Returns how many pages there are. */
static int lay_out(const struct question *question, const struct photos *photos,
                   PangoFontMap *fonts, cairo_surface_t *surface, int total)
{
	struct page page = {.cr = cairo_create(surface),
	                    .title = question->title,
	                    .y = PAGE_TOP,
	                    .number = 1,
	                    .total = total};

	page.fonts = pango_font_map_create_context(fonts);
	pango_cairo_update_context(page.cr, page.fonts);
	pango_context_set_language(page.fonts, pango_language_from_string("uk"));
	set_exact(page.fonts);
	put_text(&page, question->text);
	foot_put(&page, question);
	photos_put(&page, photos, question);
	page_end(&page);
	g_object_unref(page.fonts);
	cairo_destroy(page.cr);
	return page.number;
}

static cairo_status_t add(void *out, const unsigned char *data, unsigned length)
{
	buf_add(out, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* The time of the question, not of the clock: it is the same document whenever it is made. */
static void set_metadata(cairo_surface_t *pdf, const struct question *question)
{
	time_t made = (time_t)question->made;
	char day[32];
	struct tm tm;

	gmtime_r(&made, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%SZ", &tm);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, question->title);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, question->author);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATOR, "Varta");
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, day);
}

/* How many pages there will be: they are laid out on none. */
static int count_pages(const struct question *question, const struct photos *photos,
                       PangoFontMap *fonts)
{
	cairo_surface_t *nowhere = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, NULL);
	int pages = lay_out(question, photos, fonts, nowhere, 0);

	cairo_surface_destroy(nowhere);
	return pages;
}

bool document_write(const struct question *question, PangoFontMap *fonts, struct buf *out)
{
	cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(add, out, A4_WIDTH, A4_HEIGHT);
	struct photos photos = {0};
	cairo_status_t status;
	int pages;

	photos_read(&photos, question);
	pages = count_pages(question, &photos, fonts);
	set_metadata(pdf, question);
	lay_out(question, &photos, fonts, pdf, pages);
	cairo_surface_finish(pdf);
	status = cairo_surface_status(pdf);
	cairo_surface_destroy(pdf);
	photos_release(&photos);
	return status == CAIRO_STATUS_SUCCESS;
}
