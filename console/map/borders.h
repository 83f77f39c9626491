/* The borders of a city's districts, as api.borders gives them. */
#ifndef VARTA_CONSOLE_MAP_BORDERS_H
#define VARTA_CONSOLE_MAP_BORDERS_H

#include "console/map/map_view.h"
#include "console/terminal/canvas.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

struct borders {
	struct ring {
		size_t n;
		double (*at)[2]; /* longitude, latitude */
	} * rings;
	size_t n;
	struct label {
		char *name; /* harmless */
		double lat, lon;
	} * labels;
	size_t labels_n;
	struct box box; /* of all of them */
};

/* Adds the districts of a city. */
void borders_read(struct borders *b, const PGresult *res);
void borders_release(struct borders *b);
bool borders_any(const struct borders *b);
void borders_draw(const struct borders *b, const struct map_view *v, struct canvas *c);

#endif
