/* Puts the rows of a reading where they belong: in place of all, at an end, or anew. */
#include "console/queue/queue_reading.h"

#include "lib/base/xmalloc.h"

struct queue_reading *queue_reading_new(struct queue *q, enum reading_kind kind,
                                        const struct row *row, int limit)
{
	struct queue_reading *r = xmalloc(sizeof(*r));

	*r = (struct queue_reading){q, kind, q->epoch, limit, row ? row->id : 0};
	return r;
}

bool queue_reading_fits(const struct queue_reading *r)
{
	const struct pages *p = &r->queue->pages;
	size_t n = p->list.n;

	if (r->kind == READING_FIRST || r->kind == READING_LAST)
		return true;
	if (r->base == 0)
		return p->at_start || n == 0;
	return n > 0 && p->rows[r->kind == READING_AFTER ? n - 1 : 0]->id == r->base;
}

/* The request under the cursor stays so where another filter finds it, too. */
static void take_first(const struct queue_reading *r, struct row **rows, size_t n, bool end)
{
	struct queue *q = r->queue;
	struct pages *p = &q->pages;
	const struct row *selected = pages_selected(p);
	int64_t id = selected && !q->loaded && !q->to_top ? selected->id : 0;
	long at;

	q->to_top = false;
	pages_clear(p);
	pages_append(p, rows, n, end);
	p->at_start = true;
	at = pages_find(p, id);
	if (at != PAGES_NONE)
		list_go(&p->list, (size_t)at);
}

static void take_last(const struct queue_reading *r, struct row **rows, size_t n, bool start)
{
	int64_t total = r->queue->total, here = (int64_t)n;
	struct pages *p = &r->queue->pages;

	pages_clear(p);
	pages_append(p, rows, n, true);
	p->at_start = start;
	p->before = total > here && !start ? total - here : 0;
	list_go(&p->list, n ? n - 1 : 0);
}

void queue_reading_take(const struct queue_reading *r, struct row **rows, size_t n)
{
	struct pages *p = &r->queue->pages;
	bool all = n < (size_t)r->limit;

	switch (r->kind) {
	case READING_FIRST:
		take_first(r, rows, n, all);
		break;
	case READING_LAST:
		take_last(r, rows, n, all);
		break;
	case READING_AFTER:
		pages_append(p, rows, n, all);
		break;
	case READING_BEFORE:
		pages_prepend(p, rows, n, all);
		break;
	case READING_ANEW:
		pages_renew(p, r->base ? 1 : 0, rows, n, all);
		p->at_start |= r->base == 0;
		break;
	}
}
