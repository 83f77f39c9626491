/* Asks the database what is in the part that is shown, one question of a kind at a time. */
#include "console/map/map.h"

#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <jansson.h>
#include <stdlib.h>

enum { VICINITY = 1500, REACH = 5000 }; /* metres */
enum { LEAST_LIST = 2, MOST_LIST = 12, NEAREST = 50 };

int map_list_height(void)
{
	int third = frame_height() / 3;

	return third < LEAST_LIST ? LEAST_LIST : third > MOST_LIST ? MOST_LIST : third;
}

/* Draws what is known without the database, and empties what has to be counted again. */
static void compute(struct map *m)
{
	int columns = term_columns(), rows = frame_height() - map_list_height() - 1;

	m->view.columns = columns;
	m->view.rows = rows > 0 ? rows : 1;
	canvas_reset(&m->canvas, m->view.columns, m->view.rows);
	map_cells_reset(&m->cells, m->view.columns, m->view.rows);
	if (m->placed)
		borders_draw(&m->borders, &m->view, &m->canvas);
	m->screen.ui->dirty = true;
}

static void complain(struct screen *s, const struct db_error *error)
{
	if (db_error_is_offline(error))
		return;
	ui_say_error(s->ui, error);
}

static void ask_cells(struct map *m);

static void take_cells(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;
	bool again = m->cells_asked.again;

	m->cells_asked = (struct map_question){false, false};
	if (error) {
		complain(s, error);
	} else if (!again) {
		map_cells_reset(&m->cells, m->view.columns, m->view.rows);
		map_cells_read(&m->cells, res);
	}
	if (again)
		ask_cells(m);
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

static void ask_cells(struct map *m)
{
	struct box box = map_view_box(&m->view);
	struct db_params params = {0};
	char *filter;

	if (!may_ask(m, &m->cells_asked))
		return;
	filter = m->mode == MAP_DENSITY ? density_filter(m) : xstrdup(m->json);
	db_params_text(&params, filter);
	db_params_degrees(&params, box.west);
	db_params_degrees(&params, box.south);
	db_params_degrees(&params, box.east);
	db_params_degrees(&params, box.north);
	db_params_int(&params, (int64_t)m->view.columns * DOTS_ACROSS);
	db_params_int(&params, (int64_t)m->view.rows * DOTS_DOWN);
	ui_ask(&m->screen, QUERY_MAP, params.text, take_cells);
	free(filter);
}

static void ask_list(struct map *m);

static void take_list(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;
	bool again = m->list_asked.again;

	m->list_asked = (struct map_question){false, false};
	if (error)
		complain(s, error);
	else if (!again)
		nearby_read(&m->nearby, res);
	if (again)
		ask_list(m);
	s->ui->dirty = true;
}

static void ask_list(struct map *m)
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

void map_refresh(struct map *m)
{
	ask_cells(m);
	ask_list(m);
}

void map_moved(struct map *m)
{
	compute(m);
	m->list_lat = m->view.lat;
	m->list_lon = m->view.lon;
	map_refresh(m);
}

void map_shifted(struct map *m)
{
	compute(m);
	ask_cells(m);
}

void map_whole(struct map *m)
{
	m->placed = borders_any(&m->borders);
	if (m->placed)
		map_view_fit(&m->view, &m->borders.box);
	map_moved(m);
}

static void take_borders(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;

	if (error) {
		complain(s, error);
		return;
	}
	borders_release(&m->borders);
	borders_read(&m->borders, res);
	if (m->placed || m->id)
		map_shifted(m);
	else
		map_whole(m);
	if (!m->placed && !m->id)
		ui_say(s->ui, STYLE_ERROR, "%s", _("no districts are known here"));
}

static void place_request(struct map *m, const struct detail *d)
{
	const json_t *lat = json_object_get(d->json, "lat"),
	             *lon = json_object_get(d->json, "long");

	m->id = 0;
	if (json_is_number(lat) && json_is_number(lon)) {
		m->placed = true;
		map_view_reach(&m->view, json_number_value(lat), json_number_value(lon), VICINITY);
		map_moved(m);
	} else {
		ui_say(m->screen.ui, STYLE_SOON, "%s", _("no place was given"));
		map_whole(m);
	}
}

static void take_request(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct detail detail = {0};

	if (error)
		complain(s, error);
	else if (detail_take(&detail, res, NULL))
		place_request((struct map *)(uintptr_t)s, &detail);
	detail_release(&detail);
}

void map_request(struct map *m, int64_t id)
{
	const struct recent_one *one;

	m->id = id;
	one = recent_find(m->screen.console->recent, id);
	if (one)
		place_request(m, &one->detail);
	else
		ui_ask_id(&m->screen, QUERY_REQUEST, id, take_request);
}

void map_filter(struct map *m, char *filter)
{
	char *json, *complaint = filter_compile(filter, m->screen.ui->layout, &json);

	if (complaint) {
		ui_say(m->screen.ui, STYLE_ERROR, "%s", complaint);
		free(complaint);
		free(filter);
		return;
	}
	free(m->filter);
	free(m->json);
	m->filter = filter;
	m->json = json;
}

void map_city(struct map *m, const char *city)
{
	const char *params[] = {city};

	map_filter(m, filter_with(m->filter, "city", city));
	free(m->city);
	m->city = xstrdup(city);
	ui_ask(&m->screen, QUERY_BORDERS, params, take_borders);
}

void map_release(struct map *m)
{
	free(m->city);
	free(m->filter);
	free(m->json);
	canvas_release(&m->canvas);
	borders_release(&m->borders);
	map_cells_release(&m->cells);
	nearby_release(&m->nearby);
}
