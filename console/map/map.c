/* Decides which part is shown, and has it drawn and asked about. */
#include "console/map/map.h"

#include "console/data/result.h"
#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/map/map_ask.h"
#include "console/map/map_picture.h"
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

enum { VICINITY = 1500 }; /* metres */
enum { LEAST_LIST = 2, MOST_LIST = 12 };

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
	map_cells_reset(&m->cells, m->view.columns, m->view.rows);
	map_ask_streets(m);
	map_picture_lines(m);
	m->screen.ui->dirty = true;
}

void map_refresh(struct map *m)
{
	map_ask_cells(m);
	map_ask_list(m);
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
	map_ask_cells(m);
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
		map_complain(s, error);
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
		m->placed = m->own.known = true;
		m->own.lat = json_number_value(lat);
		m->own.lon = json_number_value(lon);
		map_view_reach(&m->view, m->own.lat, m->own.lon, VICINITY);
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
		map_complain(s, error);
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
	char *json,
	        *complaint = filter_compile(&filter_requests, filter, m->screen.ui->layout, &json);

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

static void take_credit(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct map *m = (struct map *)(uintptr_t)s;

	if (error)
		return;
	free(m->credit);
	m->credit = result_field(res, 0, "credit");
	map_picture_texts(m);
	s->ui->dirty = true;
}

void map_city(struct map *m, const char *city)
{
	const char *params[] = {city};

	map_filter(m, filter_with(&filter_requests, m->filter, "city", city));
	free(m->city);
	m->city = xstrdup(city);
	streets_release(&m->streets);
	m->streets_void = m->streets_asked.asking;
	ui_ask(&m->screen, QUERY_BORDERS, params, take_borders);
	ui_ask(&m->screen, QUERY_MAP_CREDIT, params, take_credit);
}

void map_release(struct map *m)
{
	free(m->city);
	free(m->filter);
	free(m->json);
	free(m->credit);
	canvas_release(&m->canvas);
	borders_release(&m->borders);
	streets_release(&m->streets);
	street_cells_release(&m->street_cells);
	map_labels_release(&m->labels);
	map_cells_release(&m->cells);
	nearby_release(&m->nearby);
}
