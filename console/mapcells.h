/* How many requests fall into each cell of the map, as api.map counts them. */
#ifndef VARTA_CONSOLE_MAPCELLS_H
#define VARTA_CONSOLE_MAPCELLS_H

#include <libpq-fe.h>
#include <stdint.h>

#include "console/term.h"

struct mapcell {
	int n, fresh, pending, answered, late;
	uint8_t dots; /* where in the cell they are: the bits of U+2800 */
};

struct mapcells {
	int columns, rows;
	struct mapcell *v;
};

/* Empty, with that many cells; frees what it held. A zeroed one is fine. */
void mapcells_reset(struct mapcells *m, int columns, int rows);
/* Adds what was counted for each dot. */
void mapcells_read(struct mapcells *m, const PGresult *res);
void mapcells_release(struct mapcells *m);
const struct mapcell *mapcells_at(const struct mapcells *m, int column, int row);

/* The sign and the colour of the most urgent request of the cell; "" where it has none. */
const char *mapcell_sign(const struct mapcell *c, enum style *style);
/* How many there are, '9' and more as '+'. */
const char *mapcell_density(const struct mapcell *c, enum style *style, char text[2]);

#endif
