/* Reads, keeps and draws streets. */
#include "console/map/streets.h"

#include "console/data/result.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAJOR = 4 }; /* the class up to which a street is a main one */

/* One number of an encoded polyline: five bits a letter, the lowest first, then the sign. */
static bool read_number(const char **at, long *value)
{
	unsigned long n = 0, letter;
	int shift = 0;

	do {
		letter = (unsigned char)**at - 63ul;
		if (**at < 63 || **at == CHAR_MAX || shift > 25)
			return false;
		(*at)++;
		n |= (letter & 0x1f) << shift;
		shift += 5;
	} while (letter >= 0x20);
	*value += n & 1 ? ~(long)(n >> 1) : (long)(n >> 1);
	return true;
}

bool street_point(const char **at, long *x, long *y)
{
	return read_number(at, y) && read_number(at, x);
}

static void read_line(struct street *street, const struct streets *s, const char **at)
{
	struct street_line *line;
	double across = (s->box.east - s->box.west) / (s->columns * DOTS_ACROSS);
	double down = (s->box.north - s->box.south) / (s->rows * DOTS_DOWN);
	size_t most = strcspn(*at, " ") / 2 + 1;
	long x = 0, y = 0;

	street->lines = xreallocarray(street->lines, street->lines_n + 1, sizeof(*street->lines));
	line = &street->lines[street->lines_n++];
	*line = (struct street_line){.at = xcalloc(most, sizeof(*line->at))};
	while (line->n < most && street_point(at, &x, &y)) {
		line->at[line->n][0] = s->box.west + (double)x * across;
		line->at[line->n++][1] = s->box.north - (double)y * down;
	}
	*at += strcspn(*at, " ");
}

static void read_street(struct street *street, const struct streets *s, const PGresult *res,
                        int row)
{
	const char *lines = db_result_text(res, row, "lines");

	street->name = result_text(res, row, "name");
	street->major = db_result_int(res, row, "class") <= MAJOR;
	while (lines && *lines) {
		read_line(street, s, &lines);
		lines += strspn(lines, " ");
	}
}

static void release(struct streets *s)
{
	for (size_t i = 0; i < s->n; i++) {
		for (size_t j = 0; j < s->v[i].lines_n; j++)
			free(s->v[i].lines[j].at);
		free(s->v[i].lines);
		free(s->v[i].name);
	}
	free(s->v);
	*s = (struct streets){0};
}

/* Whether they were asked for that view, or for one that is less than a tenth of a dot beside it:
 * there and back again is not quite the same number. */
static bool is_of(const struct streets *s, const struct map_view *v)
{
	struct box box = map_view_box(v);
	double near = v->scale / 10;

	return s->columns == v->columns && s->rows == v->rows &&
	       fabs(s->box.west - box.west) < near && fabs(s->box.south - box.south) < near &&
	       fabs(s->box.east - box.east) < near && fabs(s->box.north - box.north) < near;
}

static void to_front(struct streets_cache *cache, size_t i)
{
	struct streets found = cache->v[i];

	memmove(&cache->v[1], &cache->v[0], i * sizeof(found));
	cache->v[0] = found;
}

bool streets_find(struct streets_cache *cache, const struct map_view *v)
{
	cache->fits = false;
	for (size_t i = 0; i < STREETS_KEPT && !cache->fits; i++)
		if (is_of(&cache->v[i], v)) {
			to_front(cache, i);
			cache->fits = true;
		}
	return cache->fits;
}

void streets_keep(struct streets_cache *cache, const struct map_view *v, const PGresult *res)
{
	struct streets *s = &cache->v[0];

	release(&cache->v[STREETS_KEPT - 1]);
	to_front(cache, STREETS_KEPT - 1);
	*s = (struct streets){.box = map_view_box(v), .columns = v->columns, .rows = v->rows};
	s->n = (size_t)PQntuples(res);
	s->v = xcalloc(s->n + 1, sizeof(*s->v));
	for (size_t i = 0; i < s->n; i++)
		read_street(&s->v[i], s, res, (int)i);
	cache->fits = true;
}

void streets_release(struct streets_cache *cache)
{
	for (size_t i = 0; i < STREETS_KEPT; i++)
		release(&cache->v[i]);
	cache->fits = false;
}

/* The cells of the street that are not another's, too. */
static void own(struct street_cells *cells, const struct canvas *drawn, uint16_t number)
{
	for (int i = 0; i < drawn->columns * drawn->rows; i++)
		if (drawn->dots[i])
			cells->owner[i] = cells->owner[i] ? (uint16_t)STREET_SEVERAL : number;
}

static void draw_street(const struct street *street, const struct map_view *v, struct canvas *c)
{
	double x, y, before_x = 0, before_y = 0;

	for (size_t i = 0; i < street->lines_n; i++)
		for (size_t j = 0; j < street->lines[i].n; j++) {
			const double *at = street->lines[i].at[j];
			map_view_dot(v, at[1], at[0], &x, &y);
			if (j > 0)
				canvas_line(c, before_x, before_y, x, y);
			before_x = x;
			before_y = y;
		}
}

void streets_draw(const struct streets *s, const struct map_view *v, struct street_cells *cells)
{
	struct canvas one = {0};

	street_cells_release(cells);
	canvas_reset(&cells->major, v->columns, v->rows);
	canvas_reset(&cells->minor, v->columns, v->rows);
	cells->owner = xcalloc((size_t)v->columns * (size_t)v->rows + 1, sizeof(*cells->owner));
	for (size_t i = 0; i < s->n; i++) {
		canvas_reset(&one, v->columns, v->rows);
		draw_street(&s->v[i], v, &one);
		own(cells, &one, (uint16_t)(i + 1));
		canvas_add(s->v[i].major ? &cells->major : &cells->minor, &one);
	}
	canvas_release(&one);
}

void street_cells_release(struct street_cells *cells)
{
	canvas_release(&cells->major);
	canvas_release(&cells->minor);
	free(cells->owner);
	cells->owner = NULL;
}
