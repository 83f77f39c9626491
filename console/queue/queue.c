/* Reads the queue page by page around the cursor, ahead of it and again when something is newer. */
#include "console/queue/queue.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/queue/queue_paint.h"
#include "console/queue/queue_reading.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/program/settings.h"

#include <stdlib.h>
#include <string.h>

/* Pages that are read ahead, and kept behind the cursor. */
enum { AHEAD = 3, KEEP = 6 };

static void read_ahead(struct queue *q);

static int64_t id_of(const void *owner, size_t i)
{
	const struct queue *q = owner;

	return q->pages.rows[i]->id;
}

static void moved(void *owner)
{
	struct queue *q = owner;

	q->wanted = 0;
	pages_moved(&q->pages);
	read_ahead(q);
}

static const struct list_ops rows = {
        .paint = queue_paint_row,
        .id = id_of,
        .moved = moved,
        .empty = N_("Nothing here. 0 shows what is open."),
        .column = QUEUE_SIGNS,
};

void queue_init(struct queue *q, struct ui *ui, void (*read)(void *arg), void *arg)
{
	*q = (struct queue){.ui = ui, .read = read, .arg = arg, .total = -1};
	pages_init(&q->pages, &rows, q, ui->settings->arrow_cursor);
	list_place(&q->pages.list, 0, 1);
}

void queue_release(struct queue *q)
{
	pages_release(&q->pages);
	free(q->filter);
	free(q->json);
	free(q->before);
	free(q->refused);
	free(q->since);
}

static void failed(struct queue *q, const struct queue_reading *r, const struct db_error *error)
{
	if (db_error_is_offline(error))
		return;
	if (!db_error_is_denied(error) || ui_is(ui_top(q->ui), SCREEN_QUEUE))
		ui_say_error(q->ui, error);
	if (r->kind == READING_FIRST && q->before && db_error_is_wrong_value(error)) {
		char *before = q->before;
		q->before = NULL;
		free(q->refused);
		q->refused = xstrdup(q->filter);
		free(queue_filter(q, before));
		free(before);
	} else if (r->kind == READING_FIRST) {
		pages_clear(&q->pages);
		q->pages.at_start = true;
		list_set(&q->pages.list, 0, true);
		list_fail(&q->pages.list, db_error_text(error));
		q->total = 0;
	}
}

/* Does what was typed before its rows were there. */
static void replay(struct queue *q)
{
	struct list *l = &q->pages.list;
	const struct list typed = *l;

	l->ahead_n = 0;
	for (size_t i = 0; i < typed.ahead_n; i++)
		for (int n = 0; n < typed.ahead[i].times; n++)
			queue_move(q, typed.ahead[i].verb);
}

static void take(struct queue_reading *r, const PGresult *res)
{
	struct queue *q = r->queue;
	int64_t wanted = q->wanted;

	if (queue_reading_fits(r)) {
		struct row **taken = result_rows(res);
		queue_reading_take(r, taken, (size_t)PQntuples(res));
		free(taken);
		q->loaded = true;
		free(q->before);
		q->before = NULL;
		queue_repeat(q);
		if (wanted)
			queue_want(q, wanted);
	} else if (r->kind == READING_ANEW) {
		q->again = true;
	}
	if (q->again)
		queue_refresh(q);
	read_ahead(q);
	replay(q);
	q->read(q->arg);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct queue_reading *r = arg;
	struct queue *q = r->queue;

	if (r->epoch == q->epoch) {
		q->reads[r->kind] = false;
		if (error)
			failed(q, r, error);
		else
			take(r, res);
		q->ui->dirty = true;
	}
	free(r);
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
static void fetch(struct queue *q, enum reading_kind kind, const struct row *row, int limit)
{
	struct db_params params;

	if (q->reads[kind])
		return;
	q->reads[kind] = true;
	params = (struct db_params){0};
	db_params_text(&params, q->json);
	add_place(&params, row);
	db_params_bool(&params, kind == READING_LAST || kind == READING_BEFORE);
	db_params_int(&params, limit);
	session_query(q->ui->session, QUERY_PAGE, params.text, answered,
	              queue_reading_new(q, kind, row, limit));
}

/* From the start of the queue, or from its end. */
static void read_end(struct queue *q, enum reading_kind kind)
{
	fetch(q, kind, NULL, (AHEAD + 1) * q->pages.list.height);
}

static void read_ahead(struct queue *q)
{
	struct pages *p = &q->pages;
	const struct list *l = &p->list;
	size_t page = (size_t)l->height;

	if (l->n == 0)
		return;
	if (!l->complete && l->n < l->top + (AHEAD + 1) * page)
		fetch(q, READING_AFTER, p->rows[l->n - 1], (int)(AHEAD * page));
	if (!p->at_start && l->top < AHEAD * page)
		fetch(q, READING_BEFORE, p->rows[0], (int)(AHEAD * page));
	if (!q->reads[READING_ANEW] && !q->reads[READING_AFTER] && !q->reads[READING_BEFORE])
		pages_trim(p, KEEP * page);
}

char *queue_filter(struct queue *q, const char *text)
{
	char *json, *copy, *city;
	char *complaint = filter_compile(&filter_requests, text, q->ui->layout, &json);

	if (complaint)
		return complaint;
	copy = xstrdup(text);
	city = filter_value(&filter_requests, text, "city");
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
	q->pages.list.ahead_n = 0;
	q->pages.list.complete = false;
	q->repeated = false;
	q->repeat_at = 0;
	memset(q->reads, 0, sizeof(q->reads));
	read_end(q, READING_FIRST);
	queue_count(q);
	return NULL;
}

void queue_refresh(struct queue *q)
{
	struct pages *p = &q->pages;
	int limit;

	if (!q->loaded) {
		read_end(q, READING_FIRST);
		queue_count(q);
		return;
	}
	for (int kind = 0; kind < READING_KINDS; kind++)
		if (q->reads[kind]) {
			q->again = true;
			return;
		}
	q->again = false;
	limit = (int)p->list.n + p->list.height;
	fetch(q, READING_ANEW, p->at_start || p->list.n == 0 ? NULL : p->rows[0], limit);
	queue_count(q);
}

void queue_wake(struct queue *q)
{
	if (queue_repeat_due(q))
		queue_refresh(q);
}

/* Whether rows that verb needs are still to be read. */
static bool must_wait(const struct queue *q, enum verb verb)
{
	const struct list *l = &q->pages.list;
	size_t by = verb == VERB_UP || verb == VERB_DOWN ? 1 : (size_t)l->height;

	if (l->n == 0)
		return q->reads[READING_FIRST];
	if (verb == VERB_UP || verb == VERB_PAGE_UP)
		return q->reads[READING_BEFORE] && !q->pages.at_start && l->cursor < by;
	return q->reads[READING_AFTER] && !l->complete && l->cursor + by >= l->n;
}

void queue_move(struct queue *q, enum verb verb)
{
	struct list *l = &q->pages.list;
	bool end = verb == VERB_FIRST || verb == VERB_LAST;

	q->wanted = 0;
	if (end)
		queue_seen(q);
	if (verb == VERB_FIRST && !q->pages.at_start)
		read_end(q, READING_FIRST);
	else if (verb == VERB_LAST && !l->complete)
		read_end(q, READING_LAST);
	else if (!end && must_wait(q, verb))
		list_keep(l, 0, verb);
	else
		list_move(l, verb);
}

void queue_place(struct queue *q, int y, int height)
{
	list_place(&q->pages.list, y, height);
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
		list_go(&q->pages.list, (size_t)at);
}

void queue_want(struct queue *q, int64_t id)
{
	queue_select(q, id);
	q->wanted = queue_find(q, id) ? 0 : id;
}
