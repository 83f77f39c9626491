/* Reads the requests nearest to a place into a list, and paints one of them. */
#include "console/map/nearby.h"

#include "console/data/result.h"
#include "console/terminal/term.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <stdlib.h>

enum { KILOMETRE = 1000, CATEGORY = 18, DISTANCE = 7 };

static const char *const late_signs[] = {[DUE_FAR] = "", [DUE_SOON] = "!", [DUE_LATE] = "!!"};

void nearby_release(struct nearby *l)
{
	for (size_t i = 0; i < l->list.n; i++)
		row_free(l->v[i].row);
	free(l->v);
	list_release(&l->list);
}

const struct near *nearby_selected(const struct nearby *l)
{
	return l->list.cursor < l->list.n ? &l->v[l->list.cursor] : NULL;
}

void nearby_read(struct nearby *l, const PGresult *res)
{
	struct row **rows = result_rows(res);
	size_t n = (size_t)PQntuples(res);

	nearby_release(l);
	l->v = xcalloc(n + 1, sizeof(*l->v));
	for (size_t i = 0; i < n; i++) {
		int line = (int)i;
		l->v[i] = (struct near){rows[i], db_result_real(res, line, "lat"),
		                        db_result_real(res, line, "long"),
		                        db_result_real(res, line, "distance_m")};
	}
	free(rows);
	l->list.cursor = l->list.top = 0; /* where the selected one is no longer near */
	list_set(&l->list, n, true);
}

void nearby_replace(struct nearby *l, const struct row *row)
{
	for (size_t i = 0; i < l->list.n; i++)
		if (l->v[i].row->id == row->id) {
			l->v[i].row->status = row->status;
			l->v[i].row->version = row->version;
			l->v[i].row->due_state = row->due_state;
		}
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

void nearby_paint(const struct nearby *l, size_t i, int y)
{
	const struct near *near = &l->v[i];
	const struct row *row = near->row;
	char *distance = distance_text(near->distance);
	char *category = cell(row->category, term_columns() < 60 ? 9 : CATEGORY);
	char *line = xasprintf("%s %*s%s %6" PRId64 " %-2s %s %s", status_sign(row->status),
	                       DISTANCE - text_width(distance), "", distance, row->id,
	                       late_signs[row->due_state], category, row_title(row));

	list_row(&l->list, i, y, STYLE_PLAIN, line);
	free(line);
	free(category);
	free(distance);
}
