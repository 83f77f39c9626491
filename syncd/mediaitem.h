/* A photo on its way to the shelf. For media.c. */
#ifndef VARTA_SYNCD_MEDIAITEM_H
#define VARTA_SYNCD_MEDIAITEM_H

#include "syncd/cleaner.h"
#include "syncd/exchange.h"
#include "syncd/shelf.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

enum { FETCHES_MAX = 4, CLEANERS_MAX = 2 };

/* Those under way, and what they need. */
struct mediaitems {
	struct syncd *syncd;
	LIST_HEAD(mediaitem_list, mediaitem) list;
	int fetches, cleaners;
	char *name;  /* ours in leases; owned */
	bool closed; /* nobody is told anything more */
};

/* Begins the photo in a row of sync.media_lease(). */
void mediaitems_lease(struct mediaitems *items, const PGresult *res, int row);
/* Takes data; ex waits and is answered. */
void mediaitems_upload(struct mediaitems *items, int source_id, struct buf *data,
                       struct exchange *ex);
/* Goes on with what was fetched and cleaned. */
void mediaitems_step(struct mediaitems *items);
void mediaitems_free(struct mediaitems *items);

#endif
