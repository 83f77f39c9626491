/* A photo on its way into the store. For photos.c. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_JOB_H
#define VARTA_SYNCD_PHOTO_PHOTO_JOB_H

#include "lib/db/db.h"
#include "lib/program/settings.h"
#include "syncd/http/http_request.h"
#include "syncd/photo/photo_store.h"
#include "syncd/photo/photo_worker.h"

#include <libpq-fe.h>
#include <sys/queue.h>

struct http_client;

enum { PHOTO_FETCHES_MAX = 4, PHOTO_WORKERS_MAX = 2 };

/* Those under way, and what they need. */
struct photo_jobs {
	const struct settings *settings;
	struct db *db;
	struct http_client *client;
	const char *lease_owner; /* our name in leases */
	const char *base_url;    /* of us, for the addresses of photos */
	LIST_HEAD(photo_job_list, photo_job) list;
	int fetches, workers;
	void (*ended)(void *arg); /* the database knows what became of one */
	void *arg;
};

/* Begins the photo in a row of sync.media_lease(). */
void photo_jobs_lease(struct photo_jobs *jobs, const PGresult *res, int row);
/* Where the photo is kept, or NULL and why it is not; for good: it is no photo. */
typedef void photo_uploaded(struct http_request *req, const char *url, const char *why,
                            bool for_good);
/* Takes data; the request waits until it is told, unless the database is away: then it is
 * answered. */
void photo_jobs_upload(struct photo_jobs *jobs, int source_id, struct buf *data,
                       struct http_request *req, photo_uploaded *uploaded);
/* Goes on with what was fetched and cleaned. */
void photo_jobs_step(struct photo_jobs *jobs);
void photo_jobs_free(struct photo_jobs *jobs);

#endif
