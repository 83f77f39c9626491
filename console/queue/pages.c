/* An array of rows with a cursor: adds readings at either end, renews it in place, and drops what
 * is far away. */
#include "console/queue/pages.h"

#include "console/ui/scroll.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void pages_clear(struct pages *p)
{
	for (size_t i = 0; i < p->n; i++)
		row_free(p->rows[i]);
	free(p->rows);
	*p = (struct pages){0};
}

/* Puts n rows in place of count ones at index; the old ones are freed. */
static void splice(struct pages *p, size_t index, size_t count, struct row **rows, size_t n)
{
	size_t tail;
	struct row **joined;

	for (size_t i = index; i < index + count; i++)
		row_free(p->rows[i]);
	tail = p->n - index - count;
	joined = xcalloc(p->n - count + n + 1, sizeof(*joined));
	if (index)
		memcpy(joined, p->rows, index * sizeof(*joined));
	if (n)
		memcpy(joined + index, rows, n * sizeof(*joined));
	if (tail)
		memcpy(joined + index + n, p->rows + index + count, tail * sizeof(*joined));
	free(p->rows);
	p->rows = joined;
	p->n = p->n - count + n;
}

long pages_find(const struct pages *p, int64_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->rows[i]->id == id)
			return (long)i;
	return PAGES_NONE;
}

struct row *pages_selected(const struct pages *p)
{
	return p->cursor < p->n ? p->rows[p->cursor] : NULL;
}

static void drop(struct pages *p, size_t index)
{
	splice(p, index, 1, NULL, 0);
	if (p->cursor > index)
		p->cursor--;
	if (p->top > index)
		p->top--;
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
		drop(p, (size_t)at);
	}
	return before;
}

void pages_append(struct pages *p, struct row **rows, size_t n, bool end)
{
	drop_known(p, rows, n, 0);
	splice(p, p->n, 0, rows, n);
	p->at_end = end;
}

void pages_prepend(struct pages *p, struct row **rows, size_t n, bool start)
{
	drop_known(p, rows, n, 0);
	splice(p, 0, 0, rows, n);
	p->cursor += n;
	p->top += n;
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
	if (!selected || p->cursor < from || contains(rows, *n, selected->id))
		return all;
	at = p->cursor - from < *n ? p->cursor - from : *n;
	memmove(all + at + 1, all + at, (*n - at) * sizeof(*all));
	all[at] = selected;
	(*n)++;
	selected->gone = true;
	p->rows[p->cursor] = NULL;
	return all;
}

void pages_renew(struct pages *p, size_t from, struct row **rows, size_t n, bool end)
{
	struct row *selected = pages_selected(p);
	int64_t id = selected ? selected->id : 0;
	size_t line = p->cursor - p->top;
	struct row **all = with_tombstone(p, from, rows, &n);
	long at;

	splice(p, from, p->n - from, NULL, 0);
	p->cursor = p->top = 0;
	from -= drop_known(p, all, n, from);
	splice(p, from, 0, all, n);
	free(all);
	p->at_end = end;
	at = id ? pages_find(p, id) : PAGES_NONE;
	p->cursor = at == PAGES_NONE ? 0 : (size_t)at;
	p->top = p->cursor > line ? p->cursor - line : 0;
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

static void drop_tombstone(struct pages *p, int64_t id)
{
	long at = pages_find(p, id);

	if (at != PAGES_NONE && p->rows[at]->gone && (size_t)at != p->cursor)
		drop(p, (size_t)at);
}

/* No empty lines below the end while there are rows above; what follows may still be read. */
static void keep_visible(struct pages *p, int height)
{
	p->top = scroll_top(p->top, p->cursor, p->at_end ? p->n : SIZE_MAX, height);
}

void pages_select(struct pages *p, size_t index, int height)
{
	int64_t left;

	if (p->n == 0)
		return;
	left = p->rows[p->cursor]->id;
	p->cursor = index < p->n ? index : p->n - 1;
	drop_tombstone(p, left);
	keep_visible(p, height);
}

void pages_move(struct pages *p, long by, int height)
{
	long to = (long)p->cursor + by;

	pages_select(p, to < 0 ? 0 : (size_t)to, height);
}

void pages_page(struct pages *p, int direction, int height)
{
	long last = p->n > (size_t)height ? (long)p->n - height : 0;
	long top = (long)p->top + (long)direction * height;

	if (top > last)
		top = last;
	p->top = top < 0 ? 0 : (size_t)top;
	pages_move(p, (long)direction * height, height);
}

void pages_trim(struct pages *p, size_t keep)
{
	size_t first;

	if (p->n > p->cursor + keep + 1) {
		splice(p, p->cursor + keep + 1, p->n - p->cursor - keep - 1, NULL, 0);
		p->at_end = false;
	}
	first = p->cursor < p->top ? p->cursor : p->top;
	if (first > keep) {
		size_t away = first - keep;
		splice(p, 0, away, NULL, 0);
		p->cursor -= away;
		p->top -= away;
		p->before += (int64_t)away;
		p->at_start = false;
	}
}
