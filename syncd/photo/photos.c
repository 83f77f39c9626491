#include "syncd/photo/photos.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/lease_owner.h"
#include "syncd/core/syncd.h"
#include "syncd/photo/photo_job.h"

#include <stdlib.h>

/* ms: between two looks for what to fetch, and for what to take away; while a cleaner works. */
enum { PAUSE = 2000, TIDY = 60000, WORK = 1000 };

static const struct db_stmt lease_photos = {
        "media_lease", "select * from sync.media_lease($1::text, $2::int, $3::int)", 3};
static const struct db_stmt list_unused = {"media_unused", "select sync.media_unused(100)", 0};
static const struct db_stmt report_gone = {"media_gone", "select sync.media_gone($1::text)", 1};

struct photos {
	struct photo_jobs jobs;
	bool asked;         /* the database looks for work */
	int64_t next, tidy; /* when to ask, when to take away, ticks */
};

struct photos *photos_new(struct syncd *syncd)
{
	struct photos *photos;

	if (!syncd->settings.media_dir)
		return NULL;
	photos = xcalloc(1, sizeof(*photos));
	photos->jobs.syncd = syncd;
	photos->jobs.name = lease_owner_new();
	LIST_INIT(&photos->jobs.list);
	db_listen(syncd->db, "varta_media");
	return photos;
}

void photos_close(struct photos *photos)
{
	if (photos)
		photos->jobs.closed = true;
}

void photos_free(struct photos *photos)
{
	if (!photos)
		return;
	photo_jobs_free(&photos->jobs);
	free(photos);
}

void photos_wake(struct photos *photos)
{
	if (photos)
		photos->next = when_ticks();
}

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photos *photos = arg;
	int rows = res ? PQntuples(res) : 0;

	photos->asked = false;
	if (error && !dberror_is_offline(error))
		log_warnx("photos: nothing can be leased: %s", error->message);
	photos->next = when_ticks() + (rows ? 0 : PAUSE);
	for (int row = 0; row < rows; row++)
		photo_jobs_lease(&photos->jobs, res, row);
}

static void ask(struct photos *photos)
{
	const struct syncd *syncd = photos->jobs.syncd;
	char limit[12], seconds[12];
	const char *params[] = {photos->jobs.name, limit, seconds};

	snprintf(limit, sizeof(limit), "%d", PHOTO_FETCHES_MAX - photos->jobs.fetches);
	snprintf(seconds, sizeof(seconds), "%d", 60 + syncd->settings.request_timeout / 1000);
	photos->asked = true;
	db_query(syncd->db, &lease_photos, params, on_lease, photos);
}

static void on_gone(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* The database forgets a file when it is not there any more. */
static void on_unused(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photos *photos = arg;
	const char *folder = photos->jobs.syncd->settings.media_dir;

	for (int row = 0; res && row < PQntuples(res); row++) {
		const char *params[] = {PQgetvalue(res, row, 0)};

		if (photo_store_drop(folder, params[0]))
			db_query(photos->jobs.syncd->db, &report_gone, params, on_gone, NULL);
		else
			log_warn("cannot take a photo away from '%s'", folder);
	}
}

static bool may_ask(const struct photos *photos)
{
	const struct syncd *syncd = photos->jobs.syncd;

	return !photos->asked && !syncd->draining && photos->jobs.fetches < PHOTO_FETCHES_MAX;
}

/* Without a database nothing is begun; what is under way goes on. */
int64_t photos_timeout(const struct photos *photos)
{
	int64_t left = PAUSE;

	if (!photos)
		return -1;
	if (photos->jobs.workers)
		left = WORK;
	if (db_state(photos->jobs.syncd->db) != DB_READY)
		return left;
	if (photos->tidy - when_ticks() < left)
		left = photos->tidy - when_ticks();
	if (may_ask(photos) && photos->next - when_ticks() < left)
		left = photos->next - when_ticks();
	return left > 0 ? left : 0;
}

void photos_step(struct photos *photos)
{
	if (!photos)
		return;
	photo_jobs_step(&photos->jobs);
	if (db_state(photos->jobs.syncd->db) != DB_READY)
		return;
	if (may_ask(photos) && when_ticks() >= photos->next)
		ask(photos);
	if (when_ticks() < photos->tidy)
		return;
	photos->tidy = when_ticks() + TIDY;
	db_query(photos->jobs.syncd->db, &list_unused, NULL, on_unused, photos);
}

void photos_upload(struct photos *photos, int source_id, struct buf *data, struct http_request *req)
{
	photo_jobs_upload(&photos->jobs, source_id, data, req);
	photo_jobs_step(&photos->jobs);
}
