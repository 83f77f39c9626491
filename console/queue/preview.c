/* Follows the cursor of the queue, reads the request that it rests on, and paints its lines. */
#include "console/queue/preview.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/status.h"
#include "console/queue/queue.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/program/settings.h"

#include <inttypes.h>
#include <stdlib.h>

enum { REST = 200 }; /* ms that the cursor has to rest */
enum { LEAST_COLUMNS = 100, LEAST_LINES = 30, LEAST = 8, MOST = 20, SIDE = 140, RULE = 2 };

void preview_init(struct preview *p, struct ui *ui, const struct queue *queue,
                  struct recent *recent)
{
	*p = (struct preview){.ui = ui, .queue = queue, .recent = recent};
}

static bool is_beside(const struct preview *p)
{
	return p->ui->settings->preview && term_columns() >= SIDE;
}

int preview_list_columns(const struct preview *p)
{
	return is_beside(p) ? term_columns() * 3 / 5 : term_columns();
}

int preview_height(const struct preview *p)
{
	int third;

	if (!p->ui->settings->preview || is_beside(p) || term_columns() < LEAST_COLUMNS ||
	    term_lines() < LEAST_LINES)
		return 0;
	third = term_lines() / 3;
	return third < LEAST ? LEAST : third > MOST ? MOST : third;
}

static void empty(struct preview *p)
{
	lines_release(&p->lines);
	free(p->title);
	p->title = NULL;
}

static void init_lines(struct preview *p)
{
	int left = is_beside(p) ? preview_list_columns(p) + RULE : 0;

	lines_init(&p->lines, term_columns() - left);
	p->lines.left = left;
}

static void compute(struct preview *p, const struct detail *d)
{
	empty(p);
	p->title = xasprintf("%" PRId64 " · %s · %s", d->row->id, d->row->category,
	                     status_word(d->row->status));
	init_lines(p);
	detail_preview(d, &p->lines, session_now(p->ui->session));
	p->ui->dirty = true;
}

/* Shows what is known of the request; returns whether that is as new as the row. */
static bool show_recent(struct preview *p, const struct row *row)
{
	const struct recent_one *one = recent_find(p->recent, row->id);

	if (!one)
		return false;
	compute(p, &one->detail);
	p->id = row->id;
	p->version = one->detail.row->version;
	return p->version >= row->version;
}

static void show_trouble(struct preview *p, const struct db_error *error)
{
	const struct row *row = queue_selected(p->queue);
	char *why;

	if (!row || db_error_is_offline(error))
		return;
	empty(p);
	p->id = row->id;
	p->version = row->version;
	init_lines(p);
	why = db_error_text(error);
	lines_add(&p->lines, STYLE_ERROR, 1, why);
	free(why);
	p->ui->dirty = true;
}

static void loaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct preview *p = arg;
	struct detail detail = {0};
	const struct row *row = queue_selected(p->queue);

	if (error) {
		show_trouble(p, error);
		return;
	}
	if (!detail_take(&detail, res, NULL))
		return;
	recent_keep(p->recent, &detail, session_now(p->ui->session));
	if (row && row->id == detail.row->id)
		show_recent(p, row);
	detail_release(&detail);
}

static void load(struct preview *p, int64_t id)
{
	struct db_params params = {0};

	db_params_int(&params, id);
	session_query(p->ui->session, QUERY_REQUEST, params.text, loaded, p);
}

void preview_follow(struct preview *p)
{
	const struct row *row = queue_selected(p->queue);

	if (!row) {
		empty(p);
		p->id = p->next = 0;
	} else if (row->id == p->id && row->version <= p->version && row->gone == p->gone) {
		p->next = 0;
	} else if (row->id != p->next) {
		int pause = p->id == 0 ? 0 : REST;
		p->next = row->id;
		p->rested_at = when_ticks() + pause;
		ui_wake_in(p->ui, pause);
	}
}

void preview_wake(struct preview *p)
{
	const struct row *row = queue_selected(p->queue);
	int64_t left = p->rested_at - when_ticks();

	if (!row || row->id != p->next)
		return;
	if (left > 0) {
		ui_wake_in(p->ui, (int)left);
		return;
	}
	if ((!show_recent(p, row) || row->gone) && session_ready(p->ui->session))
		load(p, row->id);
	p->gone = row->gone;
}

void preview_resize(struct preview *p)
{
	const struct recent_one *one = recent_find(p->recent, p->id);

	empty(p);
	if (one)
		compute(p, &one->detail);
}

static void paint_below(const struct preview *p, int y)
{
	bool begins = p->id == 0 && (queue_selected(p->queue) || !p->queue->loaded);
	int height = preview_height(p);

	if (height == 0 || begins)
		return;
	frame_rule(y, p->title);
	lines_paint(&p->lines, 0, y + 1, height - 1);
}

static void paint_beside(const struct preview *p, int y, int end)
{
	int x = preview_list_columns(p);

	for (int line = y; line < end; line++)
		term_text(line, x, 1, STYLE_FAINT, "│");
	if (p->title)
		term_text(y, x + RULE + 1, -1, STYLE_HEADING, p->title);
	lines_paint(&p->lines, 0, y + 1, end - y - 1);
}

void preview_paint(const struct preview *p, int top, int y)
{
	if (is_beside(p))
		paint_beside(p, top, y);
	else
		paint_below(p, y);
}

void preview_release(struct preview *p)
{
	empty(p);
}
