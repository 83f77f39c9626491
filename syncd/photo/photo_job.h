/* A photo on its way to the shelf. For media.c. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_JOB_H
#define VARTA_SYNCD_PHOTO_PHOTO_JOB_H

#include "syncd/http/http_request.h"
#include "syncd/photo/photo_store.h"
#include "syncd/photo/photo_worker.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/queue.h>

enum { PHOTO_FETCHES_MAX = 4, PHOTO_WORKERS_MAX = 2 };

/* Those under way, and what they need. */
struct photo_jobs {
	struct syncd *syncd;
	LIST_HEAD(photo_job_list, photo_job) list;
	int fetches, workers;
	char *name;  /* ours in leases; owned */
	bool closed; /* nobody is told anything more */
};

/* Begins the photo in a row of sync.media_lease(). */
void photo_jobs_lease(struct photo_jobs *jobs, const PGresult *res, int row);
/* Takes data; ex waits and is answered. */
void photo_jobs_upload(struct photo_jobs *jobs, int source_id, struct buf *data,
                       struct http_request *req);
/* Goes on with what was fetched and cleaned. */
void photo_jobs_step(struct photo_jobs *jobs);
void photo_jobs_free(struct photo_jobs *jobs);

#endif
