/* Which part of the earth a map in the terminal shows. A cell of the terminal has two dots across
 * and four down, which are about square. */
#ifndef VARTA_CONSOLE_MAPVIEW_H
#define VARTA_CONSOLE_MAPVIEW_H

#include <stdbool.h>

enum { DOTS_ACROSS = 2, DOTS_DOWN = 4 };

struct box {
	double west, south, east, north; /* degrees, WGS 84 */
};

struct mapview {
	double lat, lon;   /* of the middle */
	double scale;      /* degrees of latitude that a dot is high */
	int columns, rows; /* cells */
};

/* Shows all of box. */
void mapview_fit(struct mapview *v, const struct box *box);
/* Shows so many metres from top to bottom, or from side to side where that is less. */
void mapview_reach(struct mapview *v, double lat, double lon, double metres);
/* Moves by parts of what is shown; positive: east, north. */
void mapview_pan(struct mapview *v, double across, double up);
/* factor < 1: nearer. */
void mapview_zoom(struct mapview *v, double factor);
struct box mapview_box(const struct mapview *v);
/* The dot, from the upper left corner on; may be outside. */
void mapview_dot(const struct mapview *v, double lat, double lon, double *x, double *y);
/* Whether the place is on the map; its cell. */
bool mapview_cell(const struct mapview *v, double lat, double lon, int *x, int *y);
/* Metres of what is shown. */
void mapview_size(const struct mapview *v, double *across, double *down);

#endif
