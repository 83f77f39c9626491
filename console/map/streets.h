/* The streets that a view shows, as api.map_streets gives them, and those of the views that were
 * shown lately: going back to one asks nothing. */
#ifndef VARTA_CONSOLE_MAP_STREETS_H
#define VARTA_CONSOLE_MAP_STREETS_H

#include "console/map/map_view.h"
#include "console/terminal/canvas.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STREETS_KEPT = 8 }; /* views */

/* One street, the most important first. */
struct street {
	char *name; /* harmless, without what is usual; NULL: there is no room for it */
	bool major;
	struct street_line {
		size_t n;
		double (*at)[2]; /* longitude, latitude */
	} * lines;
	size_t lines_n;
};

struct streets {
	struct box box; /* for what they were asked; all zero: none */
	int columns, rows;
	struct street *v;
	size_t n;
};

/* Of the views that were shown lately, the last one first. A zeroed one is empty. */
struct streets_cache {
	struct streets v[STREETS_KEPT];
	bool fits; /* the first one is of the view that is shown, not only of a similar one */
};

/* Which cells streets run through, and whose they are. */
struct street_cells {
	struct canvas major, minor;
	uint16_t *owner; /* 1 is the first street; STREET_SEVERAL, 0: none */
};

enum { STREET_SEVERAL = UINT16_MAX };

/* Makes the streets of the view the first ones. Returns whether they are known; where they are not,
 * those that were shown last stay the first ones. */
bool streets_find(struct streets_cache *cache, const struct map_view *v);
/* Takes over what was asked for that view: the first ones now. */
void streets_keep(struct streets_cache *cache, const struct map_view *v, const PGresult *res);
void streets_release(struct streets_cache *cache);

/* Draws streets as they lie in the view; frees what cells held. Zeroed ones are fine. */
void streets_draw(const struct streets *s, const struct map_view *v, struct street_cells *cells);
void street_cells_release(struct street_cells *cells);
/* Takes a line apart that ST_AsEncodedPolyline made of whole dots: the next point. Returns false at
 * its end, at a blank and at what is none. */
bool street_point(const char **at, long *x, long *y);

#endif
