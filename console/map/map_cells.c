/* Counts requests by cell and chooses the sign for each. */
#include "console/map/map_cells.h"

#include "console/terminal/canvas.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stddef.h>
#include <stdlib.h>

void map_cells_reset(struct map_cells *m, int columns, int rows)
{
	free(m->v);
	m->columns = columns > 0 ? columns : 0;
	m->rows = rows > 0 ? rows : 0;
	m->v = xcalloc((size_t)m->columns * (size_t)m->rows + 1, sizeof(*m->v));
}

void map_cells_release(struct map_cells *m)
{
	free(m->v);
	*m = (struct map_cells){0};
}

void map_cells_read(struct map_cells *m, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		int x = (int)db_result_int(res, i, "x"), y = (int)db_result_int(res, i, "y");
		int column = x / DOTS_ACROSS, row = y / DOTS_DOWN;
		struct mapcell *c;
		if (x < 0 || y < 0 || column >= m->columns || row >= m->rows)
			continue;
		c = &m->v[row * m->columns + column];
		c->n += (int)db_result_int(res, i, "n");
		c->fresh += (int)db_result_int(res, i, "fresh");
		c->pending += (int)db_result_int(res, i, "pending");
		c->answered += (int)db_result_int(res, i, "answered");
		c->late += (int)db_result_int(res, i, "late");
		c->dots |= canvas_bit(x, y);
	}
}

const struct mapcell *map_cells_at(const struct map_cells *m, int column, int row)
{
	return &m->v[row * m->columns + column];
}

static void count_text(const struct mapcell *c, char text[2])
{
	enum { MOST = 9 };

	text[0] = c->n > MOST ? '+' : c->n > 0 ? (char)('0' + c->n) : '\0';
	text[1] = '\0';
}

/* Of one request. */
static const char *urgent_sign(const struct mapcell *c, enum style *style)
{
	*style = STYLE_FAINT;
	if (c->late) {
		*style = STYLE_LATE;
		return "!";
	}
	if (c->fresh || c->pending) {
		*style = STYLE_OPEN;
		return c->fresh ? "*" : "o";
	}
	if (c->answered)
		*style = STYLE_GOOD;
	return c->answered ? "=" : c->n ? "x" : "";
}

const char *mapcell_sign(const struct mapcell *c, enum style *style, char text[2])
{
	const char *sign = urgent_sign(c, style);

	if (c->n < 2)
		return sign;
	count_text(c, text);
	return text;
}

const char *mapcell_density(const struct mapcell *c, enum style *style, char text[2])
{
	enum { SOME = 3, MANY = 6 };

	*style = c->n >= MANY ? STYLE_LATE : c->n >= SOME ? STYLE_SOON : STYLE_PLAIN;
	count_text(c, text);
	return text;
}
