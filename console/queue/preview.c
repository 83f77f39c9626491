#include "console/queue/preview.h"

#include "console/app.h"
#include "lib/dberror.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

enum { REST = 200 }; /* ms that the cursor has to rest */
enum { LEAST_COLUMNS = 100, LEAST_LINES = 30, LEAST = 8, MOST = 20 };

int preview_height(const struct app *app)
{
	if (!app->settings.preview || term_columns() < LEAST_COLUMNS || term_lines() < LEAST_LINES)
		return 0;
	int third = term_lines() / 3;
	return third < LEAST ? LEAST : third > MOST ? MOST : third;
}

static void empty(struct preview *p)
{
	lines_release(&p->lines);
	free(p->title);
	p->title = NULL;
}

static void compute(struct app *app, const struct detail *d)
{
	struct preview *p = &app->preview;
	empty(p);
	p->title = xasprintf("%" PRId64 " · %s · %s", d->row->id, d->row->category,
	                     status_word(d->row->status));
	lines_init(&p->lines, term_columns());
	detail_preview(d, &p->lines, session_now(&app->session));
	app->dirty = true;
}

/* Shows what is known of the request; returns whether that is as new as the row. */
static bool show_recent(struct app *app, const struct row *row)
{
	struct preview *p = &app->preview;
	const struct recent_one *one = recent_find(&app->recent, row->id);
	if (!one)
		return false;
	compute(app, &one->detail);
	p->id = row->id;
	p->version = one->detail.row->version;
	return p->version >= row->version;
}

static void show_trouble(struct app *app, const struct db_error *error)
{
	struct preview *p = &app->preview;
	const struct row *row = queue_selected(&app->queue);
	if (!row || dberror_is_offline(error))
		return;
	empty(p);
	p->id = row->id;
	p->version = row->version;
	lines_init(&p->lines, term_columns());
	char *why = dberror_text(error);
	lines_add(&p->lines, STYLE_ERROR, 1, why);
	free(why);
	app->dirty = true;
}

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct app *app = arg;
	struct detail detail = {0};
	const struct row *row = queue_selected(&app->queue);
	if (error) {
		show_trouble(app, error);
		return;
	}
	if (PQntuples(res) != 1 || !detail_read(&detail, PQgetvalue(res, 0, 0)))
		return;
	recent_keep(&app->recent, &detail, session_now(&app->session));
	if (row && row->id == detail.row->id)
		show_recent(app, row);
	detail_release(&detail);
}

static void load(struct app *app, int64_t id)
{
	char number[24];
	snprintf(number, sizeof(number), "%" PRId64, id);
	const char *params[] = {number};
	session_query(&app->session, QUERY_REQUEST, params, loaded, app);
}

void preview_follow(struct app *app)
{
	struct preview *p = &app->preview;
	const struct row *row = queue_selected(&app->queue);
	if (!row || preview_height(app) == 0) {
		empty(p);
		p->id = p->next = 0;
	} else if (row->id == p->id && row->version <= p->version && row->gone == p->gone) {
		p->next = 0;
	} else if (row->id != p->next) {
		int pause = p->id == 0 ? 0 : REST;
		p->next = row->id;
		p->rested_at = when_ticks() + pause;
		app_wake_in(app, pause);
	}
}

void preview_wake(struct app *app)
{
	struct preview *p = &app->preview;
	const struct row *row = queue_selected(&app->queue);
	int64_t left = p->rested_at - when_ticks();
	if (!row || row->id != p->next)
		return;
	if (left > 0) {
		app_wake_in(app, (int)left);
		return;
	}
	if ((!show_recent(app, row) || row->gone) && db_state(app->session.db) == DB_READY)
		load(app, row->id);
	p->gone = row->gone;
}

void preview_resize(struct app *app)
{
	const struct recent_one *one = recent_find(&app->recent, app->preview.id);
	empty(&app->preview);
	if (one)
		compute(app, &one->detail);
}

void preview_paint(const struct app *app, int y)
{
	const struct preview *p = &app->preview;
	int height = preview_height(app);
	if (height == 0)
		return;
	if (p->title)
		term_text(y, 1, -1, STYLE_HEADING, p->title);
	lines_paint(&p->lines, 0, y + 1, height - 1);
}

void preview_release(struct preview *p)
{
	empty(p);
}
