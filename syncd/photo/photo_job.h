/* A photo on its way to the shelf. For media.c. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_JOB_H
#define VARTA_SYNCD_PHOTO_PHOTO_JOB_H

#include "syncd/http/http_request.h"
#include "syncd/photo/photo_store.h"
#include "syncd/photo/photo_worker.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

enum { FETCHES_MAX = 4, CLEANERS_MAX = 2 };

/* Those under way, and what they need. */
struct mediaitems {
	struct syncd *syncd;
	LIST_HEAD(photo_job_list, photo_job) list;
	int fetches, cleaners;
	char *name;  /* ours in leases; owned */
	bool closed; /* nobody is told anything more */
};

/* Begins the photo in a row of sync.media_lease(). */
void mediaitems_lease(struct mediaitems *items, const PGresult *res, int row);
/* Takes data; ex waits and is answered. */
void mediaitems_upload(struct mediaitems *items, int source_id, struct buf *data,
                       struct http_request *ex);
/* Goes on with what was fetched and cleaned. */
void mediaitems_step(struct mediaitems *items);
void mediaitems_free(struct mediaitems *items);

#endif
