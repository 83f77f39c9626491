/* Paints the map: borders and streets, a sign or dots for each cell, names, and the selected
 * request. */
#include "console/map/map.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"

#include <limits.h>

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

/* The lines that run through a cell. Main streets stand out. */
static const char *line_text(const struct map *m, int column, int row, enum style *style,
                             char text[4])
{
	int i = row * m->view.columns + column;
	uint8_t major = m->street_cells.major.dots[i];

	*style = major ? STYLE_PLAIN : STYLE_FAINT;
	canvas_char(major | m->street_cells.minor.dots[i] | m->canvas.dots[i], term_ascii(), text);
	return *text == ' ' ? "" : text;
}

static void paint_requests(const struct map *m)
{
	for (int row = 0; row < m->view.rows; row++)
		for (int column = 0; column < m->view.columns; column++) {
			enum style style;
			char own[4];
			const char *text = cell_text(m, column, row, &style, own);
			if (*text)
				term_text(FRAME_TOP + row, column, 1, style, text);
		}
}

/* A few blanks between two parts that look alike look like them, too: to say so is shorter than to
 * change twice how the terminal writes. */
static void paint_lines(const struct map *m)
{
	enum { FEW = 8 };
	enum style style, before = STYLE_PLAIN;
	char own[4];

	for (int row = 0; row < m->view.rows; row++)
		for (int column = 0, last = INT_MIN / 2; column < m->view.columns; column++) {
			const char *text = line_text(m, column, row, &style, own);
			if (!*text)
				continue;
			if (style == before && column - last <= FEW)
				term_text(FRAME_TOP + row, last + 1, column - last - 1, style, "");
			term_text(FRAME_TOP + row, column, 1, style, text);
			before = style;
			last = column;
		}
}

static void paint_labels(const struct map *m)
{
	for (size_t i = 0; i < m->labels.n; i++) {
		const struct map_label *label = &m->labels.v[i];
		term_text(FRAME_TOP + label->y, label->x, -1, label->style, label->text);
	}
}

/* The place that the map was opened for, where none of the requests that are shown is. */
static void paint_own(const struct map *m)
{
	enum style style;
	char own[4];
	int x, y;

	if (m->own.known && map_view_cell(&m->view, m->own.lat, m->own.lon, &x, &y) &&
	    !*cell_text(m, x, y, &style, own))
		term_text(FRAME_TOP + y, x, 1, STYLE_BOLD, "@");
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
	paint_lines(m);
	paint_requests(m);
	paint_labels(m);
	paint_own(m);
	paint_selected(m);
}
