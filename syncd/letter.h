/* An answer or a change of state on its way to a peer, in the two ways in which peers take one: to
 * servicerequestupdates with a number of its own (GeoReport extensions, FixMyStreet), or into the
 * request itself (Mark-a-Spot), which has no such number and takes the same note twice. For
 * errand.c. */
#ifndef VARTA_SYNCD_LETTER_H
#define VARTA_SYNCD_LETTER_H

#include "syncd/verdict.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

struct client_answer;

struct letter {
	STAILQ_ENTRY(letter) link;
	char *seq;
	char *url;  /* without .json; NULL: the source has none */
	char *form; /* without the key */
	char *note; /* what the request says afterwards, if it shows that; NULL: nothing to look for
	             */
	bool into_request;
	bool read_first; /* it may be there already: look before it is posted */
};

/* A row of sync.push_lease(). */
struct letter *letter_new(const PGresult *res, int row);
void letter_free(struct letter *letter);

/* The form with the key; the caller wipes and frees it. */
char *letter_form(const struct letter *letter, const char *key);
/* Where it is posted to; where it can be seen whether it is there. The caller frees it, and wipes
 * the second. */
char *letter_post_url(const struct letter *letter);
char *letter_read_url(const struct letter *letter, const char *key);

/* What the answer to the post means. */
struct verdict letter_judge(const struct letter *letter, const struct client_answer *answer);
/* Whether the answer to reading shows the note; *verdict where it shows that posting is of no use
 * now, VERDICT_DELIVERED otherwise. */
bool letter_is_there(const struct letter *letter, const struct client_answer *answer,
                     struct verdict *verdict);

#endif
