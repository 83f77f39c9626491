/* Draws borders and streets into cells, and places the texts around what must be seen. */
#include "console/map/map_picture.h"

#include "console/map/map.h"
#include "lib/base/text.h"

static void block_cells(struct map *m)
{
	for (int y = 0; y < m->view.rows; y++)
		for (int x = 0; x < m->view.columns; x++)
			if (map_cells_at(&m->cells, x, y)->n)
				map_labels_block(&m->labels, x, y);
}

/* The place that the map was opened for. */
static void block_own(struct map *m)
{
	int x, y;

	if (m->own.known && map_view_cell(&m->view, m->own.lat, m->own.lon, &x, &y))
		map_labels_block(&m->labels, x, y);
}

/* Where the data are from: in the lowest line that has room, to the right or to the left. */
static void put_credit(struct map *m)
{
	int width;

	if (!m->credit || !*m->credit || m->streets.v[0].n == 0)
		return;
	width = text_width(m->credit);
	for (int y = m->view.rows - 1; y >= 0; y--)
		if (map_labels_put(&m->labels, m->view.columns - width, y, m->credit,
		                   STYLE_FAINT) ||
		    map_labels_put(&m->labels, 0, y, m->credit, STYLE_FAINT))
			return;
}

static void put_districts(struct map *m)
{
	int x, y;

	for (size_t i = 0; i < m->borders.labels_n; i++) {
		const struct label *label = &m->borders.labels[i];
		if (label->name && map_view_cell(&m->view, label->lat, label->lon, &x, &y))
			map_labels_put_near(&m->labels, x, y, label->name, STYLE_HEADING);
	}
}

void map_picture_texts(struct map *m)
{
	map_labels_reset(&m->labels, m->view.columns, m->view.rows);
	if (!m->placed)
		return;
	block_cells(m);
	block_own(m);
	put_credit(m);
	put_districts(m);
	map_labels_put_streets(&m->labels, &m->streets.v[0], &m->street_cells);
}

void map_picture_lines(struct map *m)
{
	canvas_reset(&m->canvas, m->view.columns, m->view.rows);
	if (m->placed)
		borders_draw(&m->borders, &m->view, &m->canvas);
	streets_draw(&m->streets.v[0], &m->view, &m->street_cells);
	map_picture_texts(m);
}
