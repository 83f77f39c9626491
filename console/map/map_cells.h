/* How many requests fall into each cell of the map, as api.map counts them. */
#ifndef VARTA_CONSOLE_MAP_MAP_CELLS_H
#define VARTA_CONSOLE_MAP_MAP_CELLS_H

#include "console/terminal/term.h"

#include <libpq-fe.h>
#include <stdint.h>

struct mapcell {
	int n, fresh, pending, answered, late;
	uint8_t dots; /* where in the cell they are: the bits of U+2800 */
};

struct map_cells {
	int columns, rows;
	struct mapcell *v;
};

/* Empty, with that many cells; frees what it held. A zeroed one is fine. */
void map_cells_reset(struct map_cells *m, int columns, int rows);
/* Adds what was counted for each dot. */
void map_cells_read(struct map_cells *m, const PGresult *res);
void map_cells_release(struct map_cells *m);
const struct mapcell *map_cells_at(const struct map_cells *m, int column, int row);

/* The sign of the request of the cell, of several how many there are, in the colour of the most
 * urgent one; "" where it has none. */
const char *mapcell_sign(const struct mapcell *c, enum style *style, char text[2]);
/* How many there are, more than nine as '+'. */
const char *mapcell_density(const struct mapcell *c, enum style *style, char text[2]);

#endif
