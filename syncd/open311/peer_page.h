/* What a GeoReport server shows, in every shape in which one was seen: JSON or XML, a list that is
 * bare or wrapped, one request on its own, numbers as texts, and errors that look like answers.
 * Knows neither network nor database. */
#ifndef VARTA_SYNCD_OPEN311_PEER_PAGE_H
#define VARTA_SYNCD_OPEN311_PEER_PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct peer_page {
	json_t *items; /* array of what sync.poll_take() takes; NULL where there is none */
	bool gone;     /* the server says, in its own words, that there is no such thing */
	char *why;  /* why there are none, in our words, quoting nothing; NULL: nothing is wrong */
	char *said; /* in the server's, made harmless and short; NULL: nothing; not for the log */
};

/* status of HTTP, type its Content-Type or NULL, body the whole answer. */
struct peer_page peer_page_read(long status, const char *type, const char *body, size_t len);
void peer_page_release(struct peer_page *page);

#endif
