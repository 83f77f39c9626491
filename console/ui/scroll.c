/* Computes where a cursor and a first line go by a verb. */
#include "console/ui/scroll.h"

#include <stdbool.h>

static size_t moved(enum verb verb, size_t at, size_t last, size_t page)
{
	bool back = verb == VERB_UP || verb == VERB_PAGE_UP;
	size_t by = verb == VERB_UP || verb == VERB_DOWN ? 1 : page;

	if (verb == VERB_FIRST)
		return 0;
	if (verb == VERB_LAST)
		return last;
	if (back)
		return at > by ? at - by : 0;
	return at + by < last ? at + by : last;
}

static size_t page_of(int height)
{
	return height > 0 ? (size_t)height : 1;
}

size_t scroll_cursor(enum verb verb, size_t cursor, size_t n, int height)
{
	return moved(verb, cursor, n ? n - 1 : 0, page_of(height));
}

size_t scroll_text(enum verb verb, size_t top, size_t n, int height)
{
	size_t page = page_of(height);

	return moved(verb, top, n > page ? n - page : 0, page);
}

size_t scroll_top(size_t top, size_t cursor, size_t n, int height)
{
	size_t page = page_of(height);

	if (cursor < top)
		top = cursor;
	if (cursor >= top + page)
		top = cursor - page + 1;
	if (top + page > n)
		top = n > page ? n - page : 0;
	return top;
}
