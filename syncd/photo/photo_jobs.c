#include "syncd/photo/photo_jobs.h"

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

struct media {
	struct mediaitems items;
	bool asked;         /* the database looks for work */
	int64_t next, tidy; /* when to ask, when to take away, ticks */
};

struct media *media_new(struct syncd *syncd)
{
	struct media *media;

	if (!syncd->settings.media_dir)
		return NULL;
	media = xcalloc(1, sizeof(*media));
	media->items.syncd = syncd;
	media->items.name = name_new();
	LIST_INIT(&media->items.list);
	db_listen(syncd->db, "varta_media");
	return media;
}

void media_close(struct media *media)
{
	if (media)
		media->items.closed = true;
}

void media_free(struct media *media)
{
	if (!media)
		return;
	mediaitems_free(&media->items);
	free(media);
}

void media_wake(struct media *media)
{
	if (media)
		media->next = when_ticks();
}

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct media *media = arg;
	int rows = res ? PQntuples(res) : 0;

	media->asked = false;
	if (error && !dberror_is_offline(error))
		log_warnx("photos: nothing can be leased: %s", error->message);
	media->next = when_ticks() + (rows ? 0 : PAUSE);
	for (int row = 0; row < rows; row++)
		mediaitems_lease(&media->items, res, row);
}

static void ask(struct media *media)
{
	const struct syncd *syncd = media->items.syncd;
	char limit[12], seconds[12];
	const char *params[] = {media->items.name, limit, seconds};

	snprintf(limit, sizeof(limit), "%d", FETCHES_MAX - media->items.fetches);
	snprintf(seconds, sizeof(seconds), "%d", 60 + syncd->settings.request_timeout / 1000);
	media->asked = true;
	db_query(syncd->db, &lease_photos, params, on_lease, media);
}

static void on_gone(void *arg, const PGresult *res, const struct db_error *error)
{
}

/* The database forgets a file when it is not there any more. */
static void on_unused(void *arg, const PGresult *res, const struct db_error *error)
{
	struct media *media = arg;
	const char *folder = media->items.syncd->settings.media_dir;

	for (int row = 0; res && row < PQntuples(res); row++) {
		const char *params[] = {PQgetvalue(res, row, 0)};

		if (photo_store_drop(folder, params[0]))
			db_query(media->items.syncd->db, &report_gone, params, on_gone, NULL);
		else
			log_warn("cannot take a photo away from '%s'", folder);
	}
}

static bool may_ask(const struct media *media)
{
	const struct syncd *syncd = media->items.syncd;

	return !media->asked && !syncd->draining && media->items.fetches < FETCHES_MAX;
}

/* Without a database nothing is begun; what is under way goes on. */
int64_t media_timeout(const struct media *media)
{
	int64_t left = PAUSE;

	if (!media)
		return -1;
	if (media->items.cleaners)
		left = WORK;
	if (db_state(media->items.syncd->db) != DB_READY)
		return left;
	if (media->tidy - when_ticks() < left)
		left = media->tidy - when_ticks();
	if (may_ask(media) && media->next - when_ticks() < left)
		left = media->next - when_ticks();
	return left > 0 ? left : 0;
}

void media_step(struct media *media)
{
	if (!media)
		return;
	mediaitems_step(&media->items);
	if (db_state(media->items.syncd->db) != DB_READY)
		return;
	if (may_ask(media) && when_ticks() >= media->next)
		ask(media);
	if (when_ticks() < media->tidy)
		return;
	media->tidy = when_ticks() + TIDY;
	db_query(media->items.syncd->db, &list_unused, NULL, on_unused, media);
}

void media_upload(struct media *media, int source_id, struct buf *data, struct http_request *ex)
{
	mediaitems_upload(&media->items, source_id, data, ex);
	mediaitems_step(&media->items);
}
