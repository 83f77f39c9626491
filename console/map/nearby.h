/* A list of the requests nearest to a place, with their distances, as api.nearest gives them. */
#ifndef VARTA_CONSOLE_MAP_NEARBY_H
#define VARTA_CONSOLE_MAP_NEARBY_H

#include "console/data/row.h"
#include "console/ui/list.h"

#include <libpq-fe.h>
#include <stddef.h>

struct near {
	struct row *row;
	double lat, lon, distance; /* metres */
};

struct nearby {
	struct near *v;
	struct list list;
};

/* Puts another reading in place; the selected request stays selected, if it is still there. */
void nearby_read(struct nearby *l, const PGresult *res);
void nearby_release(struct nearby *l);
/* NULL where the list is empty. */
const struct near *nearby_selected(const struct nearby *l);
/* Puts a newer row in place of that request's. */
void nearby_replace(struct nearby *l, const struct row *row);
/* Paints request i at line y, for the list's struct list_ops. */
void nearby_paint(const struct nearby *l, size_t i, int y);

#endif
