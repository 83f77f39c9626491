/* The list widget: movement, digits, keys ahead of the rows, scrolling and painting. */
#include "console/ui/list.h"

#include "console/ui/scroll.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 9 };

void list_init(struct list *l, const struct list_ops *ops, void *owner, bool arrow)
{
	*l = (struct list){.ops = ops, .owner = owner, .arrow = arrow};
}

void list_release(struct list *l)
{
	free(l->trouble);
	l->trouble = NULL;
}

static void remember(struct list *l)
{
	l->id = l->ops->id && l->cursor < l->n ? l->ops->id(l->owner, l->cursor) : 0;
}

void list_set(struct list *l, size_t n, bool complete)
{
	bool known = l->ops->id && l->cursor < l->n;
	size_t at = 0;

	l->n = n;
	l->complete = complete;
	list_release(l);
	while (known && at < n && l->ops->id(l->owner, at) != l->id)
		at++;
	if (known && at < n)
		l->cursor = at;
	else if (l->cursor >= n)
		l->cursor = n ? n - 1 : 0;
	remember(l);
}

void list_fail(struct list *l, char *why)
{
	list_release(l);
	l->trouble = why;
	l->ahead_n = 0;
}

void list_splice(struct list *l, size_t at, size_t removed, size_t added)
{
	size_t *places[] = {&l->cursor, &l->top};

	for (size_t i = 0; i < 2; i++)
		if (*places[i] < l->n && *places[i] >= at + removed)
			*places[i] += added - removed;
		else if (*places[i] > at)
			*places[i] = at;
	l->n += added - removed;
}

/* No empty lines below the end while there are rows above; what follows may still be read. */
static void keep_visible(struct list *l)
{
	size_t all = l->complete ? l->n + l->tail : SIZE_MAX;

	if (l->height > 0)
		l->top = scroll_top(l->top, l->cursor, all, l->height);
}

bool list_go(struct list *l, size_t to)
{
	if (to >= l->n || to == l->cursor)
		return false;
	l->cursor = to;
	keep_visible(l);
	remember(l);
	if (l->ops->moved)
		l->ops->moved(l->owner);
	return true;
}

bool list_move(struct list *l, enum verb verb)
{
	if (verb == VERB_PAGE_DOWN || verb == VERB_PAGE_UP)
		l->top = scroll_text(verb, l->top, l->n + l->tail, l->height);
	return list_go(l, scroll_cursor(verb, l->cursor, l->n, list_lines(l)));
}

bool list_digit(struct list *l, keycode k)
{
	if (k < '1' || k > '9' || k - '1' >= l->n)
		return false;
	list_go(l, k - '1');
	return true;
}

size_t list_row_at(const struct list *l, int line)
{
	int seen = list_lines(l) - 1;
	int below = line - l->y < seen ? line - l->y : seen;
	size_t last = l->n ? l->n - 1 : 0;
	size_t row = below > 0 ? l->top + (size_t)below : l->top;

	return row < last ? row : last;
}

char *list_position(const struct list *l)
{
	return xasprintf("%zu/%zu", l->n ? l->cursor + 1 : 0, l->n);
}

bool list_waits(struct list *l, keycode digit, enum verb verb)
{
	bool early = l->n == 0 || l->ahead_n > 0 || (digit && digit - '0' > l->n);

	if (l->complete || !early)
		return false;
	list_keep(l, digit, verb);
	return true;
}

void list_keep(struct list *l, keycode digit, enum verb verb)
{
	struct list_key *last = l->ahead_n ? &l->ahead[l->ahead_n - 1] : NULL;

	if (last && last->digit == digit && last->verb == verb)
		last->times++;
	else if (l->ahead_n < LIST_AHEAD)
		l->ahead[l->ahead_n++] = (struct list_key){digit, verb, 1};
}

/* What stands behind the last row is seen together with it. */
void list_place(struct list *l, int y, int height)
{
	size_t all = l->n + l->tail;

	l->y = y;
	l->height = height > 0 ? height : 1;
	if (l->n > 0 && l->cursor == l->n - 1 && all > (size_t)l->height)
		l->top = all - (size_t)l->height;
	keep_visible(l);
}

int list_lines(const struct list *l)
{
	size_t n = l->n > 0 ? l->n : 1;

	return n < (size_t)l->height ? (int)n : l->height;
}

static void paint_empty(const struct list *l)
{
	const char *empty = l->ops->empty ? _(l->ops->empty) : "";

	term_text(l->y, 0, term_columns(), STYLE_PLAIN, "");
	term_text(l->y, 1, -1, l->trouble ? STYLE_ERROR : STYLE_FAINT,
	          l->trouble    ? l->trouble
	          : l->complete ? empty
	                        : "…");
}

void list_paint(const struct list *l)
{
	if (l->n == 0)
		paint_empty(l);
	for (int i = 0; i < l->height && l->top + (size_t)i < l->n; i++)
		l->ops->paint(l, l->top + (size_t)i, l->y + i);
}

bool list_highlights(const struct list *l, size_t i)
{
	return i == l->cursor && !l->arrow;
}

void list_row(const struct list *l, size_t i, int y, enum style style, const char *text)
{
	char digit[8] = "";
	char *line;

	if (l->ops->digits)
		snprintf(digit, sizeof(digit), "%c ", i < DIGITS ? '1' + (int)i : ' ');
	line = xasprintf("%s%s%s", i == l->cursor && l->arrow ? ">" : " ", digit, text);
	term_text(y, 0, term_columns(), list_highlights(l, i) ? STYLE_SELECTED : style, line);
	free(line);
}

void list_cursor(const struct list *l, int *y, int *x)
{
	*y = l->y + (int)(l->cursor - l->top);
	*x = l->ops->column;
}
