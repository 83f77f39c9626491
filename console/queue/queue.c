/* Reads the queue page by page around the cursor, ahead of it and again when something is newer. */
#include "console/queue/queue.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <stdlib.h>
#include <string.h>

enum fetch_kind { FETCH_FIRST, FETCH_LAST, FETCH_AFTER, FETCH_BEFORE, FETCH_RENEW };

/* Pages that are read ahead, and kept behind the cursor. */
enum { AHEAD = 3, KEEP = 6 };

struct fetch {
	struct queue *queue;
	enum fetch_kind kind;
	unsigned epoch;
	int limit;
	int64_t base; /* the row from which it reads on; 0: from the start, or the end */
};

void queue_init(struct queue *q, struct ui *ui, void (*read)(void *arg), void *arg)
{
	*q = (struct queue){.ui = ui, .read = read, .arg = arg, .total = -1, .height = 1};
}

void queue_release(struct queue *q)
{
	pages_clear(&q->pages);
	free(q->filter);
	free(q->json);
	free(q->before);
	free(q->refused);
	free(q->since);
}

static void finish_renew(struct fetch *f, struct row **rows, size_t n, bool end)
{
	struct pages *p = &f->queue->pages;

	pages_renew(p, f->base ? 1 : 0, rows, n, end);
	p->at_start |= f->base == 0;
}

static void finish_first(struct fetch *f, struct row **rows, size_t n, bool end)
{
	struct pages *p = &f->queue->pages;
	const struct row *selected = pages_selected(p);
	int64_t id = selected && !f->queue->loaded && !f->queue->to_top ? selected->id : 0;

	f->queue->to_top = false;
	pages_clear(p);
	pages_append(p, rows, n, end);
	p->at_start = true;
	queue_select(f->queue, id);
}

static void finish_last(struct fetch *f, struct row **rows, size_t n, bool start)
{
	struct queue *q = f->queue;

	pages_clear(&q->pages);
	pages_append(&q->pages, rows, n, true);
	q->pages.at_start = start;
	q->pages.before = q->total > (int64_t)n && !start ? q->total - (int64_t)n : 0;
	pages_select(&q->pages, n ? n - 1 : 0, q->height);
}

static void finish_after(struct fetch *f, struct row **rows, size_t n, bool end)
{
	pages_append(&f->queue->pages, rows, n, end);
}

static void finish_before(struct fetch *f, struct row **rows, size_t n, bool start)
{
	pages_prepend(&f->queue->pages, rows, n, start);
}

static void (*const finish[])(struct fetch *f, struct row **rows, size_t n, bool complete) = {
        [FETCH_FIRST] = finish_first,   [FETCH_LAST] = finish_last,   [FETCH_AFTER] = finish_after,
        [FETCH_BEFORE] = finish_before, [FETCH_RENEW] = finish_renew,
};

/* Whether the rows in memory are still those that the reading goes on from. */
static bool fits(const struct fetch *f)
{
	const struct pages *p = &f->queue->pages;

	if (f->kind == FETCH_FIRST || f->kind == FETCH_LAST)
		return true;
	if (f->base == 0)
		return p->at_start || p->n == 0;
	return p->n > 0 && p->rows[f->kind == FETCH_AFTER ? p->n - 1 : 0]->id == f->base;
}

static void read_ahead(struct queue *q);
static void apply_pending_moves(struct queue *q);

static void failed(struct queue *q, const struct fetch *f, const struct db_error *error)
{
	if (db_error_is_offline(error))
		return;
	if (!db_error_is_denied(error) || ui_is(ui_top(q->ui), SCREEN_QUEUE))
		ui_say_error(q->ui, error);
	if (f->kind == FETCH_FIRST && q->before && db_error_is_wrong_value(error)) {
		char *before = q->before;
		q->before = NULL;
		free(q->refused);
		q->refused = xstrdup(q->filter);
		free(queue_filter(q, before));
		free(before);
	} else if (f->kind == FETCH_FIRST) {
		pages_clear(&q->pages);
		q->pages.at_start = q->pages.at_end = true;
		q->total = 0;
	}
}

static void take(struct fetch *f, const PGresult *res)
{
	struct queue *q = f->queue;

	if (fits(f)) {
		int n = PQntuples(res);
		struct row **rows = result_rows(res);
		finish[f->kind](f, rows, (size_t)n, n < f->limit);
		free(rows);
		q->loaded = true;
		free(q->before);
		q->before = NULL;
		queue_repeat(q);
		pages_move(&q->pages, 0, q->height);
		if (q->wanted)
			queue_want(q, q->wanted);
	} else if (f->kind == FETCH_RENEW) {
		q->again = true;
	}
	if (q->again)
		queue_refresh(q);
	read_ahead(q);
	apply_pending_moves(q);
	q->read(q->arg);
}

static void fetched(void *arg, const PGresult *res, const struct db_error *error)
{
	struct fetch *f = arg;
	struct queue *q = f->queue;

	if (f->epoch == q->epoch) {
		q->fetching[f->kind] = false;
		if (error)
			failed(q, f, error);
		else
			take(f, res);
		q->ui->dirty = true;
	}
	free(f);
}

static struct fetch *new_fetch(struct queue *q, enum fetch_kind kind, int limit, int64_t base)
{
	struct fetch *f = xmalloc(sizeof(*f));

	*f = (struct fetch){q, kind, q->epoch, limit, base};
	return f;
}

/* Where the queue is read on: three parameters. */
static void add_place(struct db_params *params, const struct row *row)
{
	if (row)
		db_params_int(params, row->rank);
	else
		db_params_text(params, NULL);
	db_params_text(params, row ? row->due_key : NULL);
	db_params_id(params, row ? row->id : 0);
}

/* Reads at most limit rows behind, or before, row; NULL: from the start, or the end. */
static void fetch(struct queue *q, enum fetch_kind kind, const struct row *row, int limit)
{
	struct db_params params;

	if (q->fetching[kind])
		return;
	q->fetching[kind] = true;
	params = (struct db_params){0};
	db_params_text(&params, q->json);
	add_place(&params, row);
	db_params_bool(&params, kind == FETCH_LAST || kind == FETCH_BEFORE);
	db_params_int(&params, limit);
	session_query(q->ui->session, QUERY_PAGE, params.text, fetched,
	              new_fetch(q, kind, limit, row ? row->id : 0));
}

static void read_ahead(struct queue *q)
{
	struct pages *p = &q->pages;
	size_t page = (size_t)q->height;

	if (p->n == 0)
		return;
	if (!p->at_end && p->n < p->top + (AHEAD + 1) * page)
		fetch(q, FETCH_AFTER, p->rows[p->n - 1], (int)(AHEAD * page));
	if (!p->at_start && p->top < AHEAD * page)
		fetch(q, FETCH_BEFORE, p->rows[0], (int)(AHEAD * page));
	if (!q->fetching[FETCH_RENEW] && !q->fetching[FETCH_AFTER] && !q->fetching[FETCH_BEFORE])
		pages_trim(p, KEEP * page);
}

char *queue_filter(struct queue *q, const char *text)
{
	char *json, *copy, *city;
	char *complaint = filter_compile(text, q->ui->layout, &json);

	if (complaint)
		return complaint;
	copy = xstrdup(text);
	city = filter_value(text, "city");
	session_show_city(q->ui->session, city);
	free(city);
	if (q->before || !q->loaded)
		free(q->filter);
	else
		q->before = q->filter;
	free(q->json);
	q->filter = copy;
	q->json = json;
	q->epoch++;
	q->total = -1;
	queue_forget(q);
	q->loaded = q->again = false;
	q->pending_lines = q->pending_pages = 0;
	q->repeated = false;
	q->repeat_at = 0;
	memset(q->fetching, 0, sizeof(q->fetching));
	fetch(q, FETCH_FIRST, NULL, (AHEAD + 1) * q->height);
	queue_count(q);
	return NULL;
}

void queue_refresh(struct queue *q)
{
	struct pages *p = &q->pages;
	int limit;

	if (!q->loaded) {
		fetch(q, FETCH_FIRST, NULL, (AHEAD + 1) * q->height);
		queue_count(q);
		return;
	}
	for (int kind = FETCH_FIRST; kind <= FETCH_RENEW; kind++)
		if (q->fetching[kind]) {
			q->again = true;
			return;
		}
	q->again = false;
	limit = (int)p->n + q->height;
	fetch(q, FETCH_RENEW, p->at_start || p->n == 0 ? NULL : p->rows[0], limit);
	queue_count(q);
}

void queue_wake(struct queue *q)
{
	if (queue_repeat_due(q))
		queue_refresh(q);
}

/* Whether rows that a move by that many needs are still to be read. */
static bool must_wait(const struct queue *q, long by)
{
	const struct pages *p = &q->pages;

	if (by > 0)
		return q->fetching[FETCH_AFTER] && !p->at_end && p->cursor + (size_t)by >= p->n;
	return q->fetching[FETCH_BEFORE] && !p->at_start && p->cursor < (size_t)-by;
}

/* Does what was asked for before the rows were there. */
static void apply_pending_moves(struct queue *q)
{
	int lines = q->pending_lines, pages = q->pending_pages;

	q->pending_lines = q->pending_pages = 0;
	for (; pages != 0; pages += pages < 0 ? 1 : -1)
		queue_page(q, pages < 0 ? -1 : 1);
	for (; lines != 0; lines += lines < 0 ? 1 : -1)
		queue_move(q, lines < 0 ? -1 : 1);
}

void queue_move(struct queue *q, long by)
{
	q->wanted = 0;
	if (must_wait(q, by)) {
		q->pending_lines += (int)by;
		return;
	}
	pages_move(&q->pages, by, q->height);
	read_ahead(q);
}

void queue_page(struct queue *q, int direction)
{
	q->wanted = 0;
	if (must_wait(q, (long)direction * q->height)) {
		q->pending_pages += direction;
		return;
	}
	pages_page(&q->pages, direction, q->height);
	read_ahead(q);
}

void queue_first(struct queue *q)
{
	queue_seen(q);
	if (!q->pages.at_start)
		fetch(q, FETCH_FIRST, NULL, (AHEAD + 1) * q->height);
	else
		pages_select(&q->pages, 0, q->height);
}

void queue_last(struct queue *q)
{
	queue_seen(q);
	if (!q->pages.at_end)
		fetch(q, FETCH_LAST, NULL, (AHEAD + 1) * q->height);
	else
		pages_select(&q->pages, q->pages.n, q->height);
}

void queue_resize(struct queue *q, int height)
{
	q->height = height > 0 ? height : 1;
	pages_move(&q->pages, 0, q->height);
	read_ahead(q);
}

void queue_replace(struct queue *q, struct row *row)
{
	pages_replace(&q->pages, row);
}

const struct row *queue_selected(const struct queue *q)
{
	return pages_selected(&q->pages);
}

const struct row *queue_find(const struct queue *q, int64_t id)
{
	long at = pages_find(&q->pages, id);

	return at == PAGES_NONE ? NULL : q->pages.rows[at];
}

void queue_select(struct queue *q, int64_t id)
{
	long at = pages_find(&q->pages, id);

	if (at != PAGES_NONE)
		pages_select(&q->pages, (size_t)at, q->height);
}

void queue_want(struct queue *q, int64_t id)
{
	q->wanted = queue_find(q, id) ? 0 : id;
	queue_select(q, id);
}
