/* Leases photos to fetch, steps those under way, and takes away those that nobody needs. */
#include "syncd/photo/photos.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "syncd/core/lease_job.h"
#include "syncd/photo/photo_job.h"

#include <stdlib.h>

/* ms: between two looks for what to take away; while a worker runs. */
enum { TIDY = 60000, WORK = 1000 };

static const struct db_stmt list_unused = {"media_unused", "select sync.media_unused(100)", 0};
static const struct db_stmt report_gone = {"media_gone", "select sync.media_gone($1::text)", 1};

struct photos {
	struct lease_job lease;
	struct photo_jobs jobs;
	int64_t tidy; /* when to take away, ticks */
};

static int room(const void *arg)
{
	const struct photos *photos = arg;

	return PHOTO_FETCHES_MAX - photos->jobs.fetches;
}

static void begin(void *arg, const PGresult *res)
{
	struct photos *photos = arg;

	for (int row = 0; row < PQntuples(res); row++)
		photo_jobs_lease(&photos->jobs, res, row);
	photo_jobs_step(&photos->jobs);
}

static const struct lease_rules rules = {
        .name = "photos",
        .appname = "varta-syncd photos",
        .topic = "media",
        .lease = {"media_lease", "select * from sync.media_lease($1::text, $2::int, $3::int, true)",
                  3},
        .next = {"media_next", "select sync.media_next(true)", 0},
        .pause = LEASE_PAUSE,
        .breath = 2000,
        .room = room,
        .begin = begin,
};

/* What failed is due again before its lease would have ended. */
static void on_photo_end(void *arg)
{
	lease_job_wake(arg);
}

struct photos *photos_new(const struct settings *s, struct http_client *client,
                          const char *lease_owner, const char *base_url)
{
	struct photos *photos;

	if (!s->media_dir)
		return NULL;
	photos = xcalloc(1, sizeof(*photos));
	photos->lease = (struct lease_job){.rules = &rules,
	                                   .arg = photos,
	                                   .owner = lease_owner,
	                                   .seconds = 60 + s->request_timeout / 1000};
	lease_job_open(&photos->lease, s);
	lease_job_wake(&photos->lease);
	photos->jobs = (struct photo_jobs){.settings = s,
	                                   .db = photos->lease.db,
	                                   .client = client,
	                                   .lease_owner = lease_owner,
	                                   .base_url = base_url,
	                                   .ended = on_photo_end,
	                                   .arg = photos};
	LIST_INIT(&photos->jobs.list);
	return photos;
}

static void photos_free(void *self)
{
	struct photos *photos = self;

	photo_jobs_free(&photos->jobs);
	lease_job_close(&photos->lease);
	free(photos);
}

static void on_gone(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* The database forgets a file when it is not there any more. */
static void on_unused(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photos *photos = arg;
	const char *folder = photos->jobs.settings->media_dir;

	for (int row = 0; res && row < PQntuples(res); row++) {
		const char *params[] = {db_result_text(res, row, "media_unused")};

		if (photo_store_drop(folder, params[0]))
			db_query(photos->lease.db, &report_gone, params, on_gone, NULL);
		else
			log_warn("cannot take a photo away from '%s'", folder);
	}
}

/* Without a database nothing is begun; what is under way goes on. */
static int64_t photos_timeout(const void *self)
{
	const struct photos *photos = self;
	int64_t wait = photos->jobs.workers ? WORK : -1;

	wait = job_sooner(wait, lease_job_timeout(&photos->lease));
	if (db_state(photos->lease.db) != DB_READY)
		return wait;
	return job_sooner(wait, job_left(photos->tidy));
}

static void photos_step(void *self)
{
	struct photos *photos = self;

	photo_jobs_step(&photos->jobs);
	lease_job_step(&photos->lease);
	if (db_state(photos->lease.db) != DB_READY || when_ticks() < photos->tidy)
		return;
	photos->tidy = when_ticks() + TIDY;
	db_query(photos->lease.db, &list_unused, NULL, on_unused, photos);
}

void photos_upload(void *self, int source_id, struct buf *data, struct http_request *req,
                   void (*done)(struct http_request *req, const char *url, const char *why,
                                bool for_good))
{
	struct photos *photos = self;

	photo_jobs_upload(&photos->jobs, source_id, data, req, done);
	photo_jobs_step(&photos->jobs);
}

const struct job_ops photos_job = {
        .name = "photos",
        .descriptors = lease_job_descriptors,
        .timeout = photos_timeout,
        .step = photos_step,
        .quiesce = lease_job_quiesce,
        .free = photos_free,
};
