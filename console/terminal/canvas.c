/* Draws dots and lines, clipped to the canvas, as braille characters. */
#include "console/terminal/canvas.h"

#include "lib/base/xmalloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The bits of the braille patterns, by line and column (Unicode, chapter 21.1). */
static const uint8_t bits[DOTS_DOWN][DOTS_ACROSS] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

enum { LEFT = 0x47, RIGHT = 0xb8, TOP = 0x09, UPPER = 0x1b, LOWER = 0xe4, BOTTOM = 0xc0 };

void canvas_reset(struct canvas *c, int columns, int rows)
{
	free(c->dots);
	c->columns = columns > 0 ? columns : 0;
	c->rows = rows > 0 ? rows : 0;
	c->dots = xcalloc((size_t)c->columns * (size_t)c->rows + 1, 1);
}

void canvas_release(struct canvas *c)
{
	free(c->dots);
	*c = (struct canvas){0};
}

uint8_t canvas_bit(int x, int y)
{
	return bits[y % DOTS_DOWN][x % DOTS_ACROSS];
}

void canvas_dot(struct canvas *c, int x, int y)
{
	int column = x / DOTS_ACROSS, row = y / DOTS_DOWN;

	if (x >= 0 && y >= 0 && column < c->columns && row < c->rows)
		c->dots[row * c->columns + column] |= canvas_bit(x, y);
}

void canvas_add(struct canvas *c, const struct canvas *more)
{
	for (int i = 0; i < c->columns * c->rows; i++)
		c->dots[i] |= more->dots[i];
}

/* Cuts the line off at one edge: where p + t * d >= 0 holds. Returns whether any of it is left. */
static bool cut(double p, double d, double *from, double *to)
{
	double t;

	if (d == 0)
		return p >= 0;
	t = -p / d;
	if (d > 0)
		*from = fmax(*from, t);
	else
		*to = fmin(*to, t);
	return *from <= *to;
}

void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1)
{
	double dx = x1 - x0, dy = y1 - y0, from = 0, to = 1;
	double width = c->columns * DOTS_ACROSS - 1, height = c->rows * DOTS_DOWN - 1;
	double length;
	int steps;

	if (!cut(x0, dx, &from, &to) || !cut(width - x0, -dx, &from, &to) ||
	    !cut(y0, dy, &from, &to) || !cut(height - y0, -dy, &from, &to))
		return;
	length = fmax(fabs(dx), fabs(dy)) * (to - from);
	steps = (int)ceil(length);
	for (int i = 0; i <= steps; i++) {
		double t = steps ? from + (to - from) * i / steps : from;
		canvas_dot(c, (int)lround(x0 + t * dx), (int)lround(y0 + t * dy));
	}
}

/* What comes nearest: a line along, up, or across the cell, or how full it is. */
static char ascii_of(uint8_t dots)
{
	if (dots & LEFT && dots & RIGHT) {
		if (!(dots & LOWER))
			return dots & ~TOP ? '-' : '"';
		if (!(dots & UPPER))
			return dots & ~BOTTOM ? '-' : '_';
		if (dots & LEFT & UPPER && dots & RIGHT & LOWER && !(dots & LEFT & LOWER))
			return '\\';
		if (dots & LEFT & LOWER && dots & RIGHT & UPPER && !(dots & LEFT & UPPER))
			return '/';
		return '+';
	}
	if (dots & UPPER && dots & LOWER)
		return '|';
	return dots & UPPER ? '\'' : '.';
}

void canvas_char(uint8_t dots, bool ascii, char out[4])
{
	memset(out, '\0', 4);
	if (!dots) {
		out[0] = ' ';
	} else if (ascii) {
		out[0] = ascii_of(dots);
	} else {
		out[0] = '\xE2';
		out[1] = (char)(0xA0 | dots >> 6);
		out[2] = (char)(0x80 | (dots & 0x3f));
	}
}

void canvas_cell(const struct canvas *c, int column, int row, bool ascii, char out[4])
{
	canvas_char(c->dots[row * c->columns + column], ascii, out);
}
