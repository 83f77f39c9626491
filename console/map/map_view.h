/* Which part of the earth a map in the terminal shows. A cell of the terminal has two dots across
 * and four down, which are about square. */
#ifndef VARTA_CONSOLE_MAP_MAP_VIEW_H
#define VARTA_CONSOLE_MAP_MAP_VIEW_H

#include <stdbool.h>

struct box {
	double west, south, east, north; /* degrees, WGS 84 */
};

struct map_view {
	double lat, lon;   /* of the middle */
	double scale;      /* degrees of latitude that a dot is high */
	int columns, rows; /* cells */
};

/* Shows all of box. */
void map_view_fit(struct map_view *v, const struct box *box);
/* Shows so many metres from top to bottom, or from side to side where that is less. */
void map_view_reach(struct map_view *v, double lat, double lon, double metres);
/* Moves by parts of what is shown; positive: east, north. */
void map_view_pan(struct map_view *v, double across, double up);
/* factor < 1: nearer. */
void map_view_zoom(struct map_view *v, double factor);
struct box map_view_box(const struct map_view *v);
/* The dot, from the upper left corner on; may be outside. */
void map_view_dot(const struct map_view *v, double lat, double lon, double *x, double *y);
/* Whether the place is on the map; its cell. */
bool map_view_cell(const struct map_view *v, double lat, double lon, int *x, int *y);
/* Metres of what is shown. */
void map_view_size(const struct map_view *v, double *across, double *down);

#endif
