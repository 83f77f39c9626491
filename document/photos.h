/* The photos of a document, on pages behind its text. */
#ifndef VARTA_DOCUMENT_PHOTOS_H
#define VARTA_DOCUMENT_PHOTOS_H

#include "document/question.h"

#include <cairo.h>

struct page;

struct photos {
	cairo_surface_t *pictures[PHOTOS_MAX]; /* NULL: it could not be read */
};

void photos_read(struct photos *photos, const struct question *question);
void photos_release(struct photos *photos);
/* Two on each page, the caption below each. */
void photos_put(struct page *page, const struct photos *photos, const struct question *question);

#endif
