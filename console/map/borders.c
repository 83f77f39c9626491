/* Reads the polygons of a city's districts, and draws their lines and names. */
#include "console/map/borders.h"

#include "console/data/result.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

bool borders_any(const struct borders *b)
{
	return b->n > 0;
}

static void widen(struct borders *b, double lon, double lat)
{
	if (b->n == 0 && b->rings[0].n == 0)
		b->box = (struct box){lon, lat, lon, lat};
	b->box.west = fmin(b->box.west, lon);
	b->box.east = fmax(b->box.east, lon);
	b->box.south = fmin(b->box.south, lat);
	b->box.north = fmax(b->box.north, lat);
}

static void read_ring(struct borders *b, const json_t *points)
{
	struct ring *ring;
	size_t i;
	json_t *point;

	b->rings = xreallocarray(b->rings, b->n + 1, sizeof(*b->rings));
	ring = &b->rings[b->n];
	*ring = (struct ring){.at = xcalloc(json_array_size(points) + 1, sizeof(*ring->at))};
	json_array_foreach(points, i, point) {
		double lon = json_number_value(json_array_get(point, 0));
		double lat = json_number_value(json_array_get(point, 1));
		widen(b, lon, lat);
		ring->at[ring->n][0] = lon;
		ring->at[ring->n++][1] = lat;
	}
	b->n++;
}

static void read_area(struct borders *b, const char *text)
{
	json_t *area = json_loads(text, 0, NULL);
	size_t i, j;
	json_t *polygon, *ring;

	json_array_foreach(area, i, polygon)
		json_array_foreach(polygon, j, ring) {
			read_ring(b, ring);
		}
	json_decref(area);
}

void borders_read(struct borders *b, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		read_area(b, db_result_text(res, i, "area"));
		b->labels = xreallocarray(b->labels, b->labels_n + 1, sizeof(*b->labels));
		b->labels[b->labels_n++] = (struct label){.name = result_text(res, i, "name"),
		                                          .lat = db_result_real(res, i, "lat"),
		                                          .lon = db_result_real(res, i, "long")};
	}
}

void borders_release(struct borders *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->rings[i].at);
	for (size_t i = 0; i < b->labels_n; i++)
		free(b->labels[i].name);
	free(b->rings);
	free(b->labels);
	*b = (struct borders){0};
}

static void draw_ring(const struct ring *ring, const struct map_view *v, struct canvas *c)
{
	double x, y, before_x = 0, before_y = 0;

	for (size_t i = 0; i < ring->n; i++) {
		map_view_dot(v, ring->at[i][1], ring->at[i][0], &x, &y);
		if (i > 0)
			canvas_line(c, before_x, before_y, x, y);
		before_x = x;
		before_y = y;
	}
}

void borders_draw(const struct borders *b, const struct map_view *v, struct canvas *c)
{
	for (size_t i = 0; i < b->n; i++)
		draw_ring(&b->rings[i], v, c);
}
