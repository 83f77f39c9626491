/* A list of requests that comes page after page: what of each page has not been shown before, in
 * portions, and whether there is more. */
#ifndef VARTA_SYNCD_POLL_PAGE_CURSOR_H
#define VARTA_SYNCD_POLL_PAGE_CURSOR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct page_cursor {
	bool pages;     /* further ones can be asked for */
	bool narrow;    /* otherwise the window of time can be made shorter */
	bool caught_up; /* all was read before: see page_cursor_taken() */
	size_t full;    /* so many requests and more may not be all */
	size_t page;    /* the one to be asked for, from 1 */
	size_t count;   /* what was shown so far */
	bool cut;       /* some may be missing */
	bool whole;     /* there is nothing more to be asked for */
	bool news;      /* the page that is read has some */
	bool mixed;     /* what was shown does not go from the newest to the oldest */
	char *oldest;   /* the moment of what was shown last; NULL: nothing was */
	json_t *seen;   /* by their numbers; of the page that is being read with the "item" */
	json_t *items;
	size_t taken, taking;
};

void page_cursor_init(struct page_cursor *cursor, bool pages, bool narrow, size_t full);
void page_cursor_release(struct page_cursor *cursor);

/* A page has come: what a server shows again is dropped, because pages overlap, and some servers
 * know of none and show the same one for ever. A second request under the number of another one of
 * the same page gets a fault. A server that shows a full page
 * again cannot show all. */
void page_cursor_add(struct page_cursor *cursor, const json_t *items);
/* The page is as it was the last time. */
void page_cursor_same(struct page_cursor *cursor);

/* Up to max items that were not taken yet, as an array, which the caller owns; NULL: all were, and
 * the next page is due unless the list is whole. */
json_t *page_cursor_take(struct page_cursor *cursor, size_t max);
/* What was given last is safe; news: some of it was not known before. A page without news is the
 * last one of a server that was read to the end before, as long as its list goes from the newest to
 * the oldest. */
void page_cursor_taken(struct page_cursor *cursor, bool news);

#endif
