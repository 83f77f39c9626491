/* A list of requests that comes page after page: what of each page has not been shown before, in
 * portions, and whether there is more. */
#ifndef VARTA_SYNCD_LISTING_H
#define VARTA_SYNCD_LISTING_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct listing {
	bool pages;   /* further ones can be asked for */
	bool narrow;  /* otherwise the window of time can be made shorter */
	size_t full;  /* so many requests and more may not be all */
	size_t page;  /* the one to be asked for, from 1 */
	size_t count; /* what was shown so far */
	bool cut;     /* some may be missing */
	bool whole;   /* there is nothing more to be asked for */
	json_t *seen; /* numbers, as an object */
	json_t *items;
	size_t taken, taking;
};

void listing_init(struct listing *listing, bool pages, bool narrow, size_t full);
void listing_release(struct listing *listing);

/* A page has come: what a server shows again is dropped, because pages overlap, and some servers
 * know of none and show the same one for ever. */
void listing_add(struct listing *listing, const json_t *items);
/* The page is as it was the last time. */
void listing_same(struct listing *listing);

/* Up to max items that were not taken yet, as an array, which the caller owns; NULL: all were, and
 * the next page is due unless the listing is whole. */
json_t *listing_take(struct listing *listing, size_t max);
/* What was given last is safe. */
void listing_taken(struct listing *listing);

#endif
