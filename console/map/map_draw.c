/* Paints the map: borders, a sign or dots for each cell, names, and the selected request. */
#include "console/map/map.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "lib/base/text.h"

/* The requests of a cell, and how they look; "" where there is none. */
static const char *cell_text(const struct map *m, int column, int row, enum style *style,
                             char text[4])
{
	const struct mapcell *cell = map_cells_at(&m->cells, column, row);
	const char *sign = mapcell_sign(cell, style, text);

	if (m->mode == MAP_SIGNS || !*sign)
		return sign;
	if (m->mode == MAP_DENSITY)
		return mapcell_density(cell, style, text);
	canvas_char(cell->dots, term_ascii(), text);
	return text;
}

static const char *border_text(const struct map *m, int column, int row, enum style *style,
                               char text[4])
{
	*style = STYLE_FAINT;
	canvas_cell(&m->canvas, column, row, term_ascii(), text);
	return *text == ' ' ? "" : text;
}

static void paint_cells(const struct map *m,
                        const char *(*of)(const struct map *m, int column, int row,
                                          enum style *style, char text[4]))
{
	for (int row = 0; row < m->view.rows; row++)
		for (int column = 0; column < m->view.columns; column++) {
			enum style style;
			char own[4];
			const char *text = of(m, column, row, &style, own);
			if (*text)
				term_text(FRAME_TOP + row, column, 1, style, text);
		}
}

static void paint_labels(const struct map *m)
{
	for (size_t i = 0; i < m->borders.labels_n; i++) {
		const struct label *label = &m->borders.labels[i];
		int x, y;
		if (!label->name || !map_view_cell(&m->view, label->lat, label->lon, &x, &y))
			continue;
		x -= text_width(label->name) / 2;
		term_text(FRAME_TOP + y, x > 0 ? x : 0, -1, STYLE_FAINT, label->name);
	}
}

/* The request that is selected in the list. */
static void paint_selected(const struct map *m)
{
	const struct near *near = nearby_selected(&m->nearby);
	enum style style;
	char own[4];
	int x, y;
	const char *text;

	if (!near || !map_view_cell(&m->view, near->lat, near->lon, &x, &y))
		return;
	text = cell_text(m, x, y, &style, own);
	term_text(FRAME_TOP + y, x, 1, STYLE_SELECTED, *text ? text : "+");
}

void map_draw(const struct map *m)
{
	paint_cells(m, border_text);
	paint_cells(m, cell_text);
	paint_labels(m);
	paint_selected(m);
}
