/* Remembers what of a list was shown, and what of it was taken. */
#include "syncd/poll/page_cursor.h"

enum { PAGES_MAX = 10000 };

void page_cursor_init(struct page_cursor *cursor, bool pages, bool narrow, size_t full)
{
	*cursor = (struct page_cursor){.pages = pages,
	                               .narrow = narrow,
	                               .full = full,
	                               .page = 1,
	                               .seen = json_object(),
	                               .items = json_array()};
}

void page_cursor_release(struct page_cursor *cursor)
{
	json_decref(cursor->seen);
	json_decref(cursor->items);
}

/* Whether the request is news; what has no number is so on the first page. */
static bool is_fresh(struct page_cursor *cursor, const json_t *item)
{
	const char *id = json_string_value(json_object_get(item, "external_id"));

	if (!id)
		return cursor->page == 1;
	if (json_object_get(cursor->seen, id))
		return false;
	json_object_set_new(cursor->seen, id, json_true());
	return true;
}

void page_cursor_add(struct page_cursor *cursor, const json_t *items)
{
	json_t *item;
	size_t i, n = json_array_size(items);

	json_array_clear(cursor->items);
	cursor->taken = cursor->taking = 0;
	json_array_foreach(items, i, item) {
		if (is_fresh(cursor, item))
			json_array_append(cursor->items, item);
	}
	cursor->count += n;
	cursor->cut = cursor->narrow && n >= cursor->full;
	cursor->whole =
	        !cursor->pages || json_array_size(cursor->items) == 0 || cursor->page == PAGES_MAX;
	cursor->page++;
}

void page_cursor_same(struct page_cursor *cursor)
{
	cursor->whole = true;
}

json_t *page_cursor_take(struct page_cursor *cursor, size_t max)
{
	size_t left = json_array_size(cursor->items) - cursor->taken;
	json_t *some;

	if (left == 0)
		return NULL;
	cursor->taking = left < max ? left : max;
	some = json_array();
	for (size_t i = 0; i < cursor->taking; i++)
		json_array_append(some, json_array_get(cursor->items, cursor->taken + i));
	return some;
}

void page_cursor_taken(struct page_cursor *cursor)
{
	cursor->taken += cursor->taking;
}
