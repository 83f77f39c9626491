/* Photos as they stand on a page: upright, small, without what is transparent. */
#ifndef VARTA_DOCUMENT_PICTURE_H
#define VARTA_DOCUMENT_PICTURE_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

/* Pixels of the longer side: some 180 to the inch where a photo is as wide as the text. */
enum { PICTURE_SIDE = 1200 };

/* A JPEG, PNG or WebP as a picture that a PDF takes over as JPEG; the caller destroys it. NULL
 * where it cannot be read, or is too large. */
cairo_surface_t *picture_read(const void *data, size_t len);

/* The parts of picture_read(), in a file of their own. Decodes a JPEG at the smallest of its scales
 * that has side pixels; orientation as in Exif. NULL where it cannot be read. */
cairo_surface_t *picture_decode_jpeg(const void *data, size_t len, int side, int *orientation);
/* Writes the pixels as a JPEG beside them. False where that failed. */
bool picture_attach_jpeg(cairo_surface_t *picture);

#endif
