/* An address as a square that a telephone reads (ISO/IEC 18004). */
#ifndef VARTA_DOCUMENT_QR_H
#define VARTA_DOCUMENT_QR_H

#include <cairo.h>

/* Draws text within a square of that size at x, y, quiet zone included. Where it is too long,
 * nothing. */
void qr_draw(cairo_t *cr, const char *text, double x, double y, double size);

#endif
