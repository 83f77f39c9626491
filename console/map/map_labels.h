/* Where texts stand on a map: none on another one, none on what may not be covered. */
#ifndef VARTA_CONSOLE_MAP_MAP_LABELS_H
#define VARTA_CONSOLE_MAP_MAP_LABELS_H

#include "console/map/streets.h"
#include "console/terminal/term.h"

#include <stdbool.h>
#include <stddef.h>

struct map_labels {
	int columns, rows;
	bool *taken; /* of each cell: something stands there */
	struct map_label {
		int x, y;
		const char *text; /* whoever put it there owns it */
		enum style style;
	} * v;
	size_t n;
};

/* Empty, for that many cells; frees what it held. A zeroed one is fine. */
void map_labels_reset(struct map_labels *l, int columns, int rows);
void map_labels_release(struct map_labels *l);
/* Keeps a cell free of texts. */
void map_labels_block(struct map_labels *l, int x, int y);
/* A text that begins there, unless something is in its way or it does not fit. */
bool map_labels_put(struct map_labels *l, int x, int y, const char *text, enum style style);
/* A text around a place, or a line or two above or below it. */
bool map_labels_put_near(struct map_labels *l, int x, int y, const char *text, enum style style);
/* The names of the streets as they were drawn, the most important ones first: on their own street
 * or beside it, where the fewest others are covered; those for which there is no such place have
 * none. */
void map_labels_put_streets(struct map_labels *l, const struct streets *s,
                            const struct street_cells *cells);

#endif
