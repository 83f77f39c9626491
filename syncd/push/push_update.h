/* An answer or a change of state on its way to a peer, in the two ways in which peers take one: to
 * servicerequestupdates with a number of its own (GeoReport extensions, FixMyStreet), or into the
 * request itself (Mark-a-Spot), which has no such number and takes the same note twice. For
 * push_batch.c. */
#ifndef VARTA_SYNCD_PUSH_PUSH_UPDATE_H
#define VARTA_SYNCD_PUSH_PUSH_UPDATE_H

#include "syncd/push/push_result.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

struct http_response;

struct push_update {
	STAILQ_ENTRY(push_update) link;
	char *seq;
	char *url;  /* without .json; NULL: the source has none */
	char *form; /* without the key and the update_id */
	char *note; /* what is there afterwards, if the peer shows that; NULL: nothing to look for
	             */
	char *question; /* which updates are of the same request, without the key */
	char *id;       /* update_id; NULL for what goes into the request */
	char *own_id; /* the update_id where the peer has another thing under id; NULL: it is id */
	bool into_request;
	bool read_first; /* it may be there already: look before it is posted */
	bool doubted;    /* the peer has something under that number: look what it is */
	bool tried;      /* it may have been posted by an earlier attempt */
};

/* A row of sync.push_lease(); base_url: where the world finds us, for the addresses of photos. */
struct push_update *push_update_new(const PGresult *res, int row, const char *base_url);
void push_update_free(struct push_update *update);

/* The form with the key; the caller wipes and frees it. */
char *push_update_form(const struct push_update *update, const char *key);
/* Where it is posted to; where it can be seen whether it is there. The caller frees it, and wipes
 * the second. */
char *push_update_post_url(const struct push_update *update);
char *push_update_read_url(const struct push_update *update, const char *key);

/* What the answer to the post means. That something is there already is believed of what goes into
 * a request, and of a number that can be no other's; otherwise the update is doubted from now on,
 * and the result is PUSH_RESULT_EXISTS. */
struct push_result push_update_judge(struct push_update *update,
                                     const struct http_response *answer);
/* Where the updates of the request can be read; the caller wipes and frees it. */
char *push_update_doubt_url(const struct push_update *update, const char *key);
/* What of the doubt is left when they were read: PUSH_RESULT_DELIVERED, or PUSH_RESULT_EXISTS: it
 * is to be posted again, under its own_id from now on. source is for the log. */
struct push_result push_update_settle(struct push_update *update, const char *source,
                                      const struct http_response *answer);
/* Whether the answer to reading shows the note; *result where it shows that posting is of no use
 * now, PUSH_RESULT_DELIVERED otherwise. */
bool push_update_is_there(const struct push_update *update, const struct http_response *answer,
                          struct push_result *result);

#endif
