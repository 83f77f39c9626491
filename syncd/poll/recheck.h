/* The requests of a peer that are read again one by one, and what became of them. A request that
 * the peer does not have any more has been withdrawn there; but where none of several is there,
 * rather the server cannot show single requests, and none of them is taken to be gone. */
#ifndef VARTA_SYNCD_POLL_RECHECK_H
#define VARTA_SYNCD_POLL_RECHECK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct http_response;

struct recheck {
	json_t *known; /* [{"id", "etag"}] */
	size_t at;     /* the next one; the one that was asked for is before it */
	json_t *news;  /* [{"id", "items"}] that the database has not been told */
	json_t *told;  /* the one it is being told */
	json_t *gone;  /* ids */
	bool given_up; /* the peer is in no mood for more */
};

struct recheck_news {
	const char *id;
	const json_t *items; /* for sync.poll_reread(): one, or none of it; NULL: as it was */
};

/* Takes over known. */
void recheck_init(struct recheck *recheck, json_t *known);
void recheck_release(struct recheck *recheck);

/* The next to be asked for; false where there is none. */
bool recheck_next(struct recheck *recheck, const char **id, const char **etag);
/* What came for the one that was asked for last. */
void recheck_judge(struct recheck *recheck, const struct http_response *answer);
/* Something to be told; false where there is nothing. What is gone is told at the end. It lives
 * until the next call. source is for the log. */
bool recheck_news(struct recheck *recheck, const char *source, struct recheck_news *news);

#endif
