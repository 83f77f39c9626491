/* Remembers what of a list was shown, and what of it was taken. */
#include "syncd/poll/page_cursor.h"

#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

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
	free(cursor->oldest);
}

static const char *text(const json_t *item, const char *name)
{
	return json_string_value(json_object_get(item, name));
}

/* A page that shows two different requests under one number shows the second one in vain: which of
 * them the number is of, nobody can know. */
static bool is_double(struct page_cursor *cursor, const char *id, json_t *item)
{
	const json_t *first = json_object_get(json_object_get(cursor->seen, id), "item");

	if (!first || json_equal(json_object_get(first, "raw"), json_object_get(item, "raw")))
		return false;
	json_object_set_new(item, "fault",
	                    json_string("another request of this answer has the same number"));
	return true;
}

/* Whether the request is news; what has no number is so on the first page. */
static bool is_fresh(struct page_cursor *cursor, json_t *item)
{
	const char *id = text(item, "external_id");

	if (!id)
		return cursor->page == 1;
	if (json_object_get(cursor->seen, id))
		return is_double(cursor, id, item);
	json_object_set_new(cursor->seen, id, json_pack("{s:O}", "item", item));
	return true;
}

/* What was seen is known by its number alone, once its page is read. */
static void forget_items(struct page_cursor *cursor)
{
	const char *id;
	json_t *seen;

	json_object_foreach(cursor->seen, id, seen) {
		json_object_clear(seen);
	}
}

/* A request that is taken along with the one before it: by its number the database knows both. */
static bool goes_along(const struct page_cursor *cursor, size_t at)
{
	const char *id = text(json_array_get(cursor->items, at), "external_id");
	const char *before = text(json_array_get(cursor->items, at - 1), "external_id");

	return id && before && strcmp(id, before) == 0;
}

/* Behind the one of the same number, if there is one. */
static void add_item(struct page_cursor *cursor, json_t *item)
{
	const char *id = text(item, "external_id");
	json_t *other;
	size_t i;

	if (json_object_get(item, "fault") && id) {
		json_array_foreach(cursor->items, i, other) {
			if (text(other, "external_id") &&
			    strcmp(text(other, "external_id"), id) == 0) {
				json_array_insert(cursor->items, i + 1, item);
				return;
			}
		}
	}
	json_array_append(cursor->items, item);
}

/* Moments of one server are texts of one form, but for the hour in which clocks are put back: then
 * the list is mixed, and read to its end. */
static void note_order(struct page_cursor *cursor, const json_t *item)
{
	const char *at = text(item, "requested");

	if (!at || (cursor->oldest && strcmp(at, cursor->oldest) > 0)) {
		cursor->mixed = true;
		return;
	}
	free(cursor->oldest);
	cursor->oldest = xstrdup(at);
}

void page_cursor_add(struct page_cursor *cursor, const json_t *items)
{
	json_t *item;
	size_t i, n = json_array_size(items);
	bool full = n >= cursor->full;

	json_array_clear(cursor->items);
	cursor->taken = cursor->taking = 0;
	cursor->news = false;
	json_array_foreach(items, i, item) {
		if (!is_fresh(cursor, item))
			continue;
		note_order(cursor, item);
		add_item(cursor, item);
	}
	forget_items(cursor);
	cursor->count += n;
	cursor->cut =
	        full && (cursor->narrow || (cursor->pages && json_array_size(cursor->items) == 0));
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
	while (cursor->taking < left && goes_along(cursor, cursor->taken + cursor->taking))
		cursor->taking++;
	some = json_array();
	for (size_t i = 0; i < cursor->taking; i++)
		json_array_append(some, json_array_get(cursor->items, cursor->taken + i));
	return some;
}

void page_cursor_taken(struct page_cursor *cursor, bool news)
{
	cursor->taken += cursor->taking;
	cursor->news = cursor->news || news;
	if (cursor->taken == json_array_size(cursor->items) && cursor->caught_up && !cursor->news &&
	    !cursor->mixed)
		cursor->whole = true;
}
