/* A picture of dots, two across and four down in each cell of the terminal: as braille, or with the
 * characters of ASCII that come near. */
#ifndef VARTA_CONSOLE_TERMINAL_CANVAS_H
#define VARTA_CONSOLE_TERMINAL_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

enum { DOTS_ACROSS = 2, DOTS_DOWN = 4 };

struct canvas {
	int columns, rows; /* cells */
	uint8_t *dots;     /* of each cell: the bits of U+2800 */
};

/* Empty, with that many cells; frees what it held. A zeroed one is fine. */
void canvas_reset(struct canvas *c, int columns, int rows);
void canvas_release(struct canvas *c);
/* Dots count from the upper left corner; what is outside is not drawn. */
void canvas_dot(struct canvas *c, int x, int y);
void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1);
/* Adds the dots of another one of that size. */
void canvas_add(struct canvas *c, const struct canvas *more);
/* The bit of a dot within its cell. */
uint8_t canvas_bit(int x, int y);
/* The character of some dots, a blank for none. */
void canvas_char(uint8_t dots, bool ascii, char out[4]);
void canvas_cell(const struct canvas *c, int column, int row, bool ascii, char out[4]);

#endif
