/* The requests of a peer that are read again one by one, and what became of them. A request that
 * the peer does not have any more has been withdrawn there; but where none of several is there,
 * rather the server cannot show single requests, and none of them is taken to be gone. */
#ifndef VARTA_SYNCD_REREAD_H
#define VARTA_SYNCD_REREAD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct client_answer;

struct reread {
	json_t *known; /* [{"id", "etag"}] */
	size_t at;     /* the next one; the one that was asked for is before it */
	json_t *news;  /* [{"id", "items"}] that the database has not been told */
	json_t *told;  /* the one it is being told */
	json_t *gone;  /* ids */
	bool given_up; /* the peer is in no mood for more */
};

struct reread_news {
	const char *id;
	const json_t *items; /* for sync.poll_reread(): one, or none of it; NULL: as it was */
};

/* Takes over known. */
void reread_init(struct reread *reread, json_t *known);
void reread_release(struct reread *reread);

/* The next to be asked for; false where there is none. */
bool reread_next(struct reread *reread, const char **id, const char **etag);
/* What came for the one that was asked for last. */
void reread_judge(struct reread *reread, const struct client_answer *answer);
/* Something to be told; false where there is nothing. What is gone is told at the end. It lives
 * until the next call. source is for the log. */
bool reread_news(struct reread *reread, const char *source, struct reread_news *news);

#endif
