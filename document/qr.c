/* Draws the modules of a QR code as one path of rectangles. */
#include "document/qr.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules around it that stay white */

static int dark_run(const QRcode *code, int row, int column)
{
	int n = 0;

	while (column + n < code->width && (code->data[row * code->width + column + n] & 1))
		n++;
	return n;
}

void qr_draw(cairo_t *cr, const char *text, double x, double y, double size)
{
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	double module;

	if (!code)
		return;
	module = size / (code->width + 2 * QUIET);
	for (int row = 0; row < code->width; row++)
		for (int column = 0; column < code->width; column++) {
			int run = dark_run(code, row, column);

			if (run)
				cairo_rectangle(cr, x + module * (QUIET + column),
				                y + module * (QUIET + row), module * run, module);
			column += run;
		}
	cairo_fill(cr);
	QRcode_free(code);
}
