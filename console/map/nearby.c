#include "console/map/nearby.h"

#include "console/data/result.h"
#include "console/terminal/term.h"
#include "console/ui/scroll.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

enum { KILOMETRE = 1000, CATEGORY = 18, DISTANCE = 7 };

static const char *const late_signs[] = {[DUE_FAR] = "", [DUE_SOON] = "!", [DUE_LATE] = "!!"};

void nearby_release(struct nearby *l)
{
	for (size_t i = 0; i < l->n; i++)
		row_free(l->v[i].row);
	free(l->v);
	*l = (struct nearby){0};
}

const struct near *nearby_selected(const struct nearby *l)
{
	return l->cursor < l->n ? &l->v[l->cursor] : NULL;
}

static double number(const PGresult *res, int line, const char *field)
{
	return strtod(PQgetvalue(res, line, PQfnumber(res, field)), NULL);
}

void nearby_read(struct nearby *l, const PGresult *res)
{
	int64_t selected = l->cursor < l->n ? l->v[l->cursor].row->id : 0;
	struct row **rows = result_rows(res);
	size_t n = (size_t)PQntuples(res);
	nearby_release(l);
	l->v = xcalloc(n + 1, sizeof(*l->v));
	for (; l->n < n; l->n++) {
		int line = (int)l->n;
		l->v[l->n] =
		        (struct near){rows[l->n], number(res, line, "lat"),
		                      number(res, line, "long"), number(res, line, "distance_m")};
		if (rows[l->n]->id == selected)
			l->cursor = l->n;
	}
	free(rows);
}

void nearby_replace(struct nearby *l, const struct row *row)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].row->id == row->id) {
			l->v[i].row->status = row->status;
			l->v[i].row->version = row->version;
			l->v[i].row->due_state = row->due_state;
		}
}

void nearby_move(struct nearby *l, enum verb verb, int height)
{
	l->cursor = scroll_cursor(verb, l->cursor, l->n, height);
}

static char *distance_text(double metres)
{
	if (metres < KILOMETRE)
		return xasprintf(_("%d m"), (int)metres);
	return xasprintf(_("%.1f km"), metres / KILOMETRE);
}

/* Text and blanks up to that many columns; the caller frees it. */
static char *cell(const char *text, int columns)
{
	char *cut = text_ellipsis(text, columns);
	char *filled = xasprintf("%s%*s", cut, columns - text_width(cut), "");
	free(cut);
	return filled;
}

static void paint_near(const struct near *near, int y, enum style style)
{
	const struct row *row = near->row;
	char *distance = distance_text(near->distance);
	char *category = cell(row->category, term_columns() < 60 ? 9 : CATEGORY);
	char *line = xasprintf(" %s %*s%s %6" PRId64 " %-2s %s %s", status_sign(row->status),
	                       DISTANCE - text_width(distance), "", distance, row->id,
	                       late_signs[row->due_state], category,
	                       *row->title ? row->title : _("(no text)"));
	term_text(y, 0, term_columns(), style, line);
	free(line);
	free(category);
	free(distance);
}

void nearby_paint(struct nearby *l, int y, int height)
{
	l->top = scroll_top(l->top, l->cursor, l->n, height);
	for (int i = 0; i < height && l->top + (size_t)i < l->n; i++) {
		size_t at = l->top + (size_t)i;
		paint_near(&l->v[at], y + i, at == l->cursor ? STYLE_SELECTED : STYLE_PLAIN);
	}
}
