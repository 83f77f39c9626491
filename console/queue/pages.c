/* An array of rows: adds readings at either end, renews it in place, and drops what is far from the
 * list's cursor. */
#include "console/queue/pages.h"

#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void pages_init(struct pages *p, const struct list_ops *ops, void *owner, bool arrow)
{
	*p = (struct pages){.at_start = false};
	list_init(&p->list, ops, owner, arrow);
}

/* Puts n rows in place of count ones at index; the old ones are freed. */
static void splice(struct pages *p, size_t index, size_t count, struct row **rows, size_t n)
{
	size_t tail;
	struct row **joined;

	for (size_t i = index; i < index + count; i++)
		row_free(p->rows[i]);
	tail = p->list.n - index - count;
	joined = xcalloc(p->list.n - count + n + 1, sizeof(*joined));
	if (index)
		memcpy(joined, p->rows, index * sizeof(*joined));
	if (n)
		memcpy(joined + index, rows, n * sizeof(*joined));
	if (tail)
		memcpy(joined + index + n, p->rows + index + count, tail * sizeof(*joined));
	free(p->rows);
	p->rows = joined;
	list_splice(&p->list, index, count, n);
}

void pages_clear(struct pages *p)
{
	splice(p, 0, p->list.n, NULL, 0);
	list_set(&p->list, 0, false);
	p->at_start = false;
	p->before = 0;
}

void pages_release(struct pages *p)
{
	pages_clear(p);
	free(p->rows);
	list_release(&p->list);
}

long pages_find(const struct pages *p, int64_t id)
{
	for (size_t i = 0; i < p->list.n; i++)
		if (p->rows[i]->id == id)
			return (long)i;
	return PAGES_NONE;
}

struct row *pages_selected(const struct pages *p)
{
	return p->list.cursor < p->list.n ? p->rows[p->list.cursor] : NULL;
}

/* A request that moved within the queue must not be there twice. Returns how many rows before
 * limit went. */
static size_t drop_known(struct pages *p, struct row **rows, size_t n, size_t limit)
{
	size_t before = 0;

	for (size_t i = 0; i < n; i++) {
		long at = pages_find(p, rows[i]->id);
		if (at == PAGES_NONE)
			continue;
		before += (size_t)at < limit;
		splice(p, (size_t)at, 1, NULL, 0);
	}
	return before;
}

void pages_append(struct pages *p, struct row **rows, size_t n, bool end)
{
	drop_known(p, rows, n, 0);
	splice(p, p->list.n, 0, rows, n);
	list_set(&p->list, p->list.n, end);
}

void pages_prepend(struct pages *p, struct row **rows, size_t n, bool start)
{
	drop_known(p, rows, n, 0);
	splice(p, 0, 0, rows, n);
	list_set(&p->list, p->list.n, p->list.complete);
	p->before -= (int64_t)n;
	p->at_start = start;
	if (p->before < 0 || start)
		p->before = 0;
}

static bool contains(struct row **rows, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i]->id == id)
			return true;
	return false;
}

/* A copy of rows, with the selected row as a tombstone at its place if they do not hold it. */
static struct row **with_tombstone(struct pages *p, size_t from, struct row **rows, size_t *n)
{
	struct row **all = xcalloc(*n + 1, sizeof(*all));
	struct row *selected;
	size_t at;

	if (*n)
		memcpy(all, rows, *n * sizeof(*all));
	selected = pages_selected(p);
	if (!selected || p->list.cursor < from || contains(rows, *n, selected->id))
		return all;
	at = p->list.cursor - from < *n ? p->list.cursor - from : *n;
	memmove(all + at + 1, all + at, (*n - at) * sizeof(*all));
	all[at] = selected;
	(*n)++;
	selected->gone = true;
	p->rows[p->list.cursor] = NULL;
	return all;
}

void pages_renew(struct pages *p, size_t from, struct row **rows, size_t n, bool end)
{
	struct list *l = &p->list;
	size_t line = l->cursor - l->top;
	struct row **all = with_tombstone(p, from, rows, &n);

	splice(p, from, l->n - from, NULL, 0);
	from -= drop_known(p, all, n, from);
	splice(p, from, 0, all, n);
	free(all);
	list_set(l, l->n, end);
	l->top = l->cursor > line ? l->cursor - line : 0;
}

bool pages_replace(struct pages *p, struct row *row)
{
	long at = pages_find(p, row->id);

	if (at == PAGES_NONE) {
		row_free(row);
		return false;
	}
	row_free(p->rows[at]);
	p->rows[at] = row;
	return true;
}

void pages_moved(struct pages *p)
{
	for (size_t i = 0; i < p->list.n; i++)
		if (p->rows[i]->gone && i != p->list.cursor) {
			splice(p, i, 1, NULL, 0);
			return;
		}
}

void pages_trim(struct pages *p, size_t keep)
{
	struct list *l = &p->list;
	size_t first, last = l->cursor + keep + 1;

	if (l->n > last) {
		splice(p, last, l->n - last, NULL, 0);
		l->complete = false;
	}
	first = l->cursor < l->top ? l->cursor : l->top;
	if (first > keep) {
		size_t away = first - keep;
		splice(p, 0, away, NULL, 0);
		p->before += (int64_t)away;
		p->at_start = false;
	}
}
