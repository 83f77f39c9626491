/* Asks the database what is in the part that is shown, one question of a kind at a time. */
#include "console/map/map_ask.h"

#include "console/data/statements.h"
#include "console/map/map.h"
#include "console/map/map_picture.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <jansson.h>
#include <stdlib.h>

enum { REACH = 5000 }; /* metres */
enum { NEAREST = 50 };

void map_complain(struct screen *s, const struct db_error *error)
{
	if (db_error_is_offline(error))
		return;
	ui_say_error(s->ui, error);
}

static void take_cells(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;
	bool again = m->cells_asked.again;

	m->cells_asked = (struct map_question){false, false};
	if (error) {
		map_complain(s, error);
	} else if (!again) {
		map_cells_reset(&m->cells, m->view.columns, m->view.rows);
		map_cells_read(&m->cells, res);
		map_picture_texts(m);
	}
	if (again)
		map_ask_cells(m);
	s->ui->dirty = true;
}

/* Whether the question can be asked now; if it is being asked, it is asked once more later. */
static bool may_ask(const struct map *m, struct map_question *question)
{
	question->again = question->asking;
	if (question->asking || !m->placed)
		return false;
	question->asking = true;
	return true;
}

/* What density shows: dangerous places of every status, whatever the filter says. */
static char *density_filter(const struct map *m)
{
	json_t *filter = json_pack("{s:[s], s:[s], s:[s, s, s]}", "city", m->city, "kind", "spot",
	                           "status", "new", "pending", "answered");
	char *text = json_dumps(filter, JSON_COMPACT);

	json_decref(filter);
	return text;
}

/* The box that is shown, and how many dots it has. */
static void add_view(struct db_params *params, const struct map_view *v)
{
	struct box box = map_view_box(v);

	db_params_degrees(params, box.west);
	db_params_degrees(params, box.south);
	db_params_degrees(params, box.east);
	db_params_degrees(params, box.north);
	db_params_int(params, (int64_t)v->columns * DOTS_ACROSS);
	db_params_int(params, (int64_t)v->rows * DOTS_DOWN);
}

void map_ask_cells(struct map *m)
{
	struct db_params params = {0};
	char *filter;

	if (!may_ask(m, &m->cells_asked))
		return;
	filter = m->mode == MAP_DENSITY ? density_filter(m) : xstrdup(m->json);
	db_params_text(&params, filter);
	add_view(&params, &m->view);
	ui_ask(&m->screen, QUERY_MAP, params.text, take_cells);
	free(filter);
}

static void take_list(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;
	bool again = m->list_asked.again;

	m->list_asked = (struct map_question){false, false};
	if (error)
		map_complain(s, error);
	else if (!again)
		nearby_read(&m->nearby, res);
	if (again)
		map_ask_list(m);
	s->ui->dirty = true;
}

void map_ask_list(struct map *m)
{
	struct db_params params = {0};

	if (!may_ask(m, &m->list_asked))
		return;
	db_params_text(&params, m->json);
	db_params_degrees(&params, m->list_lat);
	db_params_degrees(&params, m->list_lon);
	db_params_int(&params, NEAREST);
	db_params_int(&params, REACH);
	ui_ask(&m->screen, QUERY_NEAREST, params.text, take_list);
}

static void take_streets(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;
	bool again = m->streets_asked.again;

	m->streets_asked = (struct map_question){false, false};
	if (error)
		map_complain(s, error);
	else if (!m->streets_void)
		streets_keep(&m->streets, &m->streets_view, res);
	m->streets_void = false;
	if (again)
		map_ask_streets(m);
	map_picture_lines(m);
	s->ui->dirty = true;
}

void map_ask_streets(struct map *m)
{
	struct db_params params = {0};

	if (!m->city || streets_find(&m->streets, &m->view) || !may_ask(m, &m->streets_asked))
		return;
	m->streets_view = m->view;
	db_params_text(&params, m->city);
	add_view(&params, &m->view);
	ui_ask(&m->screen, QUERY_MAP_STREETS, params.text, take_streets);
}
