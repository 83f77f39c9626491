/* The map of a city or around a request, with the nearest requests below it. */
#include "console/screen/screens.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/filter/filter.h"
#include "console/filter/scope.h"
#include "console/map/map.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 100 }; /* ms */

#define ZOOM 2.0
#define STEP 0.25 /* of what is shown */

#define OPEN_OR_ANSWERED "new,pending,answered"

static const char *const mode_names[MAP_MODES] = {
        [MAP_SIGNS] = N_("! late, * new, o pending, = answered, 2–9 and + so many"),
        [MAP_DOTS] = N_("a dot for each"),
        [MAP_DENSITY] = N_("how many dangerous places"),
};

static const struct {
	enum verb verb;
	double across, up;
} pans[] = {
        {VERB_PAN_LEFT, -STEP, 0},
        {VERB_PAN_RIGHT, STEP, 0},
        {VERB_PAN_UP, 0, STEP},
        {VERB_PAN_DOWN, 0, -STEP},
};

static struct map *map_of(const struct screen *s)
{
	return (struct map *)(uintptr_t)s;
}

/* That of the request, of the filter, or the first one of the operator. */
static char *first_city(const struct console *console, const struct ask *ask)
{
	char *city = ask->city ? xstrdup(ask->city)
	                       : filter_value(&filter_requests, console->queue->filter, "city");

	if (!city && console->ui->session->cities_n > 0)
		city = xstrdup(console->ui->session->cities[0].code);
	return city ? city : xstrdup("");
}

/* As soon as it is known which cities there are. */
static void find_city(struct map *m, const struct ask *ask)
{
	char *city = first_city(m->screen.console, ask);

	if (*city)
		map_city(m, city);
	else
		ui_wake_in(m->screen.ui, PATIENCE);
	free(city);
}

static void map_wake(struct screen *s)
{
	if (!map_of(s)->city)
		find_city(map_of(s), &(struct ask){0});
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct map *m = l->owner;

	nearby_paint(&m->nearby, i, y);
}

static int64_t id_of(const void *owner, size_t i)
{
	const struct map *m = owner;

	return m->nearby.v[i].row->id;
}

/* List and map go in step: where the selected request is outside, the map goes there. */
static void follow(void *owner)
{
	struct map *m = owner;
	int x, y;
	const struct near *near = nearby_selected(&m->nearby);

	if (near && !map_view_cell(&m->view, near->lat, near->lon, &x, &y)) {
		m->view.lat = near->lat;
		m->view.lon = near->lon;
		map_shifted(m);
	}
}

static const struct list_ops rows = {
        .paint = paint_row,
        .id = id_of,
        .moved = follow,
        .column = 1,
};

static struct screen *map_open(struct ui *ui, const struct ask *ask)
{
	struct map *m = xcalloc(1, sizeof(*m));

	screen_init(&m->screen, ui, &screen_map);
	list_screen_init(&m->screen, &m->nearby.list, &rows);
	m->id = ask->id;
	map_filter(m, scope_text(ui->console->queue->json, true));
	if (m->id)
		map_filter(m, filter_with(&filter_requests, m->filter, "status", OPEN_OR_ANSWERED));
	map_moved(m);
	find_city(m, ask);
	if (m->id)
		map_request(m, m->id);
	return &m->screen;
}

static void map_close(struct screen *s)
{
	map_release(map_of(s));
	free(s);
}

static void map_resize(struct screen *s)
{
	map_shifted(map_of(s));
}

/* '2.9 × 1.5 km' */
static char *size_text(const struct map *m)
{
	double across, down;

	if (!m->placed)
		return xstrdup("");
	map_view_size(&m->view, &across, &down);
	return down < 1000 ? xasprintf(_("%d × %d m"), (int)across, (int)down)
	                   : xasprintf(_("%.1f × %.1f km"), across / 1000, down / 1000);
}

static void map_paint(struct screen *s)
{
	struct map *m = map_of(s);
	char *size = size_text(m);
	char *filter = text_visible(m->filter, strlen(m->filter), TEXT_ONE_LINE);
	int y = FRAME_TOP + m->view.rows;
	char *heading;

	frame_bar(s->ui);
	frame_title(filter, size);
	if (m->placed)
		map_draw(m);
	heading = xasprintf(_("nearest to the middle · %s"), _(mode_names[m->mode]));
	term_text(y, 1, -1, STYLE_HEADING, heading);
	list_place(s->list, y + 1, map_list_height());
	list_paint(s->list);
	free(heading);
	free(filter);
	free(size);
}

static const struct row *selected_row(const struct screen *s)
{
	const struct near *near = nearby_selected(&map_of(s)->nearby);

	return near ? near->row : NULL;
}

static enum next pan(struct screen *s, enum verb verb)
{
	struct map *m = map_of(s);

	for (size_t i = 0; i < sizeof(pans) / sizeof(*pans); i++)
		if (pans[i].verb == verb)
			map_view_pan(&m->view, pans[i].across, pans[i].up);
	map_moved(m);
	return NEXT_PAINT;
}

static enum next zoom(struct screen *s, enum verb verb)
{
	struct map *m = map_of(s);

	map_view_zoom(&m->view, verb == VERB_ZOOM_IN ? 1 / ZOOM : ZOOM);
	map_shifted(m);
	return NEXT_PAINT;
}

static enum next whole(struct screen *s, enum verb verb)
{
	map_whole(map_of(s));
	return NEXT_PAINT;
}

static enum next centre(struct screen *s, enum verb verb)
{
	const struct near *near = nearby_selected(&map_of(s)->nearby);
	struct map *m = map_of(s);

	if (near) {
		m->view.lat = near->lat;
		m->view.lon = near->lon;
		map_moved(m);
	}
	return NEXT_PAINT;
}

static enum next next_mode(struct screen *s, enum verb verb)
{
	struct map *m = map_of(s);

	m->mode = (m->mode + 1) % MAP_MODES;
	map_shifted(m);
	return NEXT_PAINT;
}

/* All on a map are those that mean a place where something is, or was, to be done. */
static enum next show(struct screen *s, enum verb verb)
{
	struct map *m = map_of(s);
	const char *status = verb == VERB_SHOW_ALL ? OPEN_OR_ANSWERED : scope_status(verb);

	map_filter(m, filter_with(&filter_requests, m->filter, "status", status));
	map_moved(m);
	return NEXT_PAINT;
}

static enum next next_city(struct screen *s, enum verb verb)
{
	struct map *m = map_of(s);
	const struct session *session = s->ui->session;
	const struct city *city = session_city(session, m->city ? m->city : "");
	size_t next = city ? (size_t)(city - session->cities) + 1 : 0;

	if (session->cities_n == 0)
		return NEXT_NOTHING;
	m->placed = false;
	map_city(m, session->cities[next % session->cities_n].code);
	return NEXT_PAINT;
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct row *row = selected_row(s);

	if (row)
		ui_push(s->ui, SCREEN_REQUEST,
		        &(struct ask){.id = row->id, .version = row->version, .city = row->city});
	return NEXT_PAINT;
}

static void map_changed(struct screen *s, const struct row *row, bool moved_on)
{
	struct map *m = map_of(s);

	nearby_replace(&m->nearby, row);
	if (moved_on && selected_row(s) && selected_row(s)->id == row->id)
		list_move(s->list, VERB_DOWN);
}

static void refresh(struct screen *s)
{
	map_refresh(map_of(s));
}

static const struct action actions[] = {
        {VERB_OPEN, open_request},  {VERB_ZOOM_IN, zoom},        {VERB_ZOOM_OUT, zoom},
        {VERB_PAN_LEFT, pan},       {VERB_PAN_RIGHT, pan},       {VERB_PAN_UP, pan},
        {VERB_PAN_DOWN, pan},       {VERB_WHOLE, whole},         {VERB_MAP, centre},
        {VERB_MAP_MODE, next_mode}, {VERB_NEXT_CITY, next_city}, {VERB_SHOW_OPEN, show},
        {VERB_SHOW_NEW, show},      {VERB_SHOW_PENDING, show},   {VERB_SHOW_ANSWERED, show},
        {VERB_SHOW_REJECTED, show}, {VERB_SHOW_ALL, show},       LIST_ACTIONS,
};

static const enum verb hints[] = {VERB_ZOOM_IN,  VERB_ZOOM_OUT, VERB_PAN_LEFT, VERB_PAN_RIGHT,
                                  VERB_MAP_MODE, VERB_WHOLE,    VERB_BACK,     VERB_NONE};

const struct screen_ops screen_map = {
        .context = CONTEXT_MAP,
        .actions = actions,
        .hints = hints,
        .open = map_open,
        .close = map_close,
        .resize = map_resize,
        .paint = map_paint,
        .cursor = list_screen_cursor,
        .request = selected_row,
        .step = list_screen_step,
        .changed = map_changed,
        .refresh = refresh,
        .wake = map_wake,
};
