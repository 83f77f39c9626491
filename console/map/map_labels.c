/* Finds places for the texts of a map. */
#include "console/map/map_labels.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <limits.h>
#include <stdlib.h>

void map_labels_reset(struct map_labels *l, int columns, int rows)
{
	map_labels_release(l);
	l->columns = columns > 0 ? columns : 0;
	l->rows = rows > 0 ? rows : 0;
	l->taken = xcalloc((size_t)l->columns * (size_t)l->rows + 1, 1);
}

void map_labels_release(struct map_labels *l)
{
	free(l->taken);
	free(l->v);
	*l = (struct map_labels){0};
}

void map_labels_block(struct map_labels *l, int x, int y)
{
	if (x >= 0 && y >= 0 && x < l->columns && y < l->rows)
		l->taken[y * l->columns + x] = true;
}

/* Whether width cells are free, and nothing stands right before or behind them. */
static bool is_free(const struct map_labels *l, int x, int y, int width)
{
	const bool *row;

	if (x < 0 || y < 0 || width < 1 || x + width > l->columns || y >= l->rows)
		return false;
	row = &l->taken[(size_t)y * (size_t)l->columns];
	for (int i = x; i < x + width; i++)
		if (row[i])
			return false;
	return (x == 0 || !row[x - 1]) && (x + width == l->columns || !row[x + width]);
}

static void put(struct map_labels *l, int x, int y, int width, const char *text, enum style style)
{
	for (int i = x; i < x + width; i++)
		l->taken[y * l->columns + i] = true;
	l->v = xreallocarray(l->v, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct map_label){x, y, text, style};
}

bool map_labels_put(struct map_labels *l, int x, int y, const char *text, enum style style)
{
	int width = text_width(text);

	if (!is_free(l, x, y, width))
		return false;
	put(l, x, y, width, text, style);
	return true;
}

bool map_labels_put_near(struct map_labels *l, int x, int y, const char *text, enum style style)
{
	static const int lines[] = {0, 1, -1, 2, -2};
	int width = text_width(text), left = x - width / 2;

	if (left + width > l->columns)
		left = l->columns - width;
	if (left < 0)
		left = 0;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (map_labels_put(l, left, y + lines[i], text, style))
			return true;
	return false;
}

/* The names of streets. */

struct name_search {
	const struct map_labels *labels;
	const uint16_t *owner; /* of each cell */
	uint16_t number;       /* of the street */
	int width;             /* of its name */
	int cells;             /* of the street alone */
	int middle_x, middle_y;
	int cost; /* of the best place so far; INT_MAX: there is none */
	int x, y;
};

/* What a name covers there: other streets and crossings, in cells. */
static int covered(const struct name_search *s, int x, int y)
{
	const uint16_t *owner = &s->owner[(size_t)y * (size_t)s->labels->columns];
	int n = 0;

	for (int i = x; i < x + s->width; i++)
		n += owner[i] && owner[i] != s->number;
	return n;
}

/* Of places that cover as much, the one nearest to the middle of the street is best. */
static void try_place(struct name_search *s, int x, int y, int beside)
{
	enum { FAR = 255 };
	int distance, cost, most = s->width / 3 + 1, n;

	if (!is_free(s->labels, x, y, s->width))
		return;
	n = covered(s, x, y);
	if (n > most)
		return;
	distance = abs(x + s->width / 2 - s->middle_x) + 2 * abs(y - s->middle_y);
	cost = (n + beside) * (FAR + 1) + (distance < FAR ? distance : FAR);
	if (cost < s->cost) {
		s->cost = cost;
		s->x = x;
		s->y = y;
	}
}

/* Calls each for the cells that are the street's alone. */
static void each_cell(struct name_search *s, void (*each)(struct name_search *s, int x, int y))
{
	for (int y = 0; y < s->labels->rows; y++)
		for (int x = 0; x < s->labels->columns; x++)
			if (s->owner[y * s->labels->columns + x] == s->number)
				each(s, x, y);
}

static void add_cell(struct name_search *s, int x, int y)
{
	s->cells++;
	s->middle_x += x;
	s->middle_y += y;
}

/* On the street, around one of its cells, or beside it. */
static void try_cell(struct name_search *s, int x, int y)
{
	try_place(s, x - s->width / 2, y, 0);
	try_place(s, x + 1, y, 1);
	try_place(s, x - s->width, y, 1);
}

static void put_street(struct map_labels *l, const struct street *street, uint16_t number,
                       const struct street_cells *cells)
{
	struct name_search s = {.labels = l,
	                        .owner = cells->owner,
	                        .number = number,
	                        .width = text_width(street->name),
	                        .cost = INT_MAX};

	each_cell(&s, add_cell);
	if (s.cells == 0)
		return;
	s.middle_x /= s.cells;
	s.middle_y /= s.cells;
	each_cell(&s, try_cell);
	if (s.cost < INT_MAX)
		put(l, s.x, s.y, s.width, street->name, street->major ? STYLE_BOLD : STYLE_PLAIN);
}

void map_labels_put_streets(struct map_labels *l, const struct streets *s,
                            const struct street_cells *cells)
{
	for (size_t i = 0; i < s->n && i + 1 < STREET_SEVERAL; i++)
		if (s->v[i].name && *s->v[i].name)
			put_street(l, &s->v[i], (uint16_t)(i + 1), cells);
}
