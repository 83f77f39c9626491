#include "syncd/poll/page_cursor.h"

enum { PAGES_MAX = 10000 };

void page_cursor_init(struct page_cursor *listing, bool pages, bool narrow, size_t full)
{
	*listing = (struct page_cursor){.pages = pages,
	                                .narrow = narrow,
	                                .full = full,
	                                .page = 1,
	                                .seen = json_object(),
	                                .items = json_array()};
}

void page_cursor_release(struct page_cursor *listing)
{
	json_decref(listing->seen);
	json_decref(listing->items);
}

/* Whether the request is news; what has no number is so on the first page. */
static bool is_fresh(struct page_cursor *listing, const json_t *item)
{
	const char *id = json_string_value(json_object_get(item, "external_id"));

	if (!id)
		return listing->page == 1;
	if (json_object_get(listing->seen, id))
		return false;
	json_object_set_new(listing->seen, id, json_true());
	return true;
}

void page_cursor_add(struct page_cursor *listing, const json_t *items)
{
	json_t *item;
	size_t i, n = json_array_size(items);

	json_array_clear(listing->items);
	listing->taken = listing->taking = 0;
	json_array_foreach(items, i, item)
	{
		if (is_fresh(listing, item))
			json_array_append(listing->items, item);
	}
	listing->count += n;
	listing->cut = listing->narrow && n >= listing->full;
	listing->whole = !listing->pages || json_array_size(listing->items) == 0 ||
	                 listing->page == PAGES_MAX;
	listing->page++;
}

void page_cursor_same(struct page_cursor *listing)
{
	listing->whole = true;
}

json_t *page_cursor_take(struct page_cursor *listing, size_t max)
{
	size_t left = json_array_size(listing->items) - listing->taken;
	json_t *some;

	if (left == 0)
		return NULL;
	listing->taking = left < max ? left : max;
	some = json_array();
	for (size_t i = 0; i < listing->taking; i++)
		json_array_append(some, json_array_get(listing->items, listing->taken + i));
	return some;
}

void page_cursor_taken(struct page_cursor *listing)
{
	listing->taken += listing->taking;
}
