#include "syncd/photo/photo_job.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/xmalloc.h"
#include "syncd/core/db_json.h"
#include "syncd/core/syncd.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct db_stmt report_stored = {
        "media_stored",
        "select sync.media_stored($1::int, $2::bigint, $3::bigint, $4::text, $5::text, $6::int)",
        6};

static const struct db_stmt report_failed = {"media_failed",
                                             "select sync.media_failed($1::int, $2::bigint, "
                                             "$3::bigint, $4::text, $5::text, $6::boolean)",
                                             6};

static const struct db_stmt report_upload = {
        "media_upload", "select sync.media_upload($1::int, $2::text, $3::text, $4::int)", 4};

struct photo_job {
	LIST_ENTRY(photo_job) link;
	struct mediaitems *items;
	enum {
		ITEM_FETCHING,
		ITEM_WAITING, /* for a cleaner */
		ITEM_CLEANING,
		ITEM_REPORTING, /* the database is being told */
	} state;
	char *city, *request, *comment; /* numbers; NULL: it is uploaded */
	char source[12];                /* the number of who uploads it */
	struct waiter wait;             /* for who uploads it */
	struct buf data;
	struct photo_worker cleaner;
	enum photo_type type;
	char hash[PHOTO_STORE_SIZE];
};

static struct photo_job *item_new(struct mediaitems *items)
{
	struct photo_job *item = xcalloc(1, sizeof(*item));

	item->items = items;
	LIST_INSERT_HEAD(&items->list, item, link);
	return item;
}

static void item_free(struct photo_job *item)
{
	LIST_REMOVE(item, link);
	item->items->cleaners -= item->state == ITEM_CLEANING;
	item->items->fetches -= item->request != NULL;
	photo_worker_stop(&item->cleaner);
	buf_release(&item->data);
	free(item->city);
	free(item->request);
	free(item->comment);
	free(item);
}

void mediaitems_free(struct mediaitems *items)
{
	struct photo_job *item = LIST_FIRST(&items->list), *next;

	for (; item; item = next) {
		next = LIST_NEXT(item, link);
		item_free(item);
	}
	free(items->name);
}

/* What the database did not hear is leased again when the lease has ended. */
static void on_reported(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photo_job *item = arg;

	if (error && !dberror_is_offline(error))
		log_warnx("photo of request %s: it cannot be noted: %s", item->request,
		          error->message);
	item_free(item);
}

/* Why a photo cannot be had is a matter between us and the resident's site: the database keeps it.
 */
static void fail(struct photo_job *item, const char *why, bool final)
{
	struct http_request *ex = item->wait.exchange;
	const char *params[] = {item->city,        item->request, item->comment,
	                        item->items->name, why,           final ? "true" : "false"};

	if (item->request) {
		log_info("photo of request %s: %s", item->request, why);
		item->state = ITEM_REPORTING;
		db_query(item->items->syncd->db, &report_failed, params, on_reported, item);
		return;
	}
	if (ex)
		http_request_error(ex, final ? 415 : 503, "media: %s", why);
	item_free(item);
}

static void on_uploaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photo_job *item = arg;
	struct http_request *ex = item->wait.exchange;
	char *url;
	json_t *tree;

	if (ex && error) {
		http_request_unavailable(ex);
	} else if (ex) {
		url = xasprintf("%s/media/%s.%s", item->items->syncd->base_url, item->hash,
		                photo_suffix(item->type));
		tree = json_pack("[{s:s}]", "media_url", url);
		http_request_answer(ex, 200, "media", tree);
		json_decref(tree);
		free(url);
	}
	item_free(item);
}

static void report(struct photo_job *item, const char *type, const char *bytes)
{
	struct db *db = item->items->syncd->db;
	const char *photo[] = {item->city, item->request, item->comment, item->hash, type, bytes};
	const char *upload[] = {item->source, item->hash, type, bytes};

	item->state = ITEM_REPORTING;
	if (item->request)
		db_query(db, &report_stored, photo, on_reported, item);
	else
		db_query(db, &report_upload, upload, on_uploaded, item);
}

static void store(struct photo_job *item, const struct buf *picture)
{
	const char *folder = item->items->syncd->settings.media_dir;
	char bytes[16];

	if (!photo_store_put(folder, picture->data, picture->len, item->hash)) {
		log_warn("cannot write a photo to '%s'", folder);
		fail(item, "it cannot be stored now", false);
		return;
	}
	snprintf(bytes, sizeof(bytes), "%zu", picture->len);
	report(item, photo_media_type(item->type), bytes);
}

static void finish_cleaning(struct photo_job *item)
{
	struct buf picture = {0};
	char *why;

	if (!photo_worker_end(&item->cleaner, &picture, &why))
		return;
	item->items->cleaners--;
	item->state = ITEM_WAITING;
	if (why)
		fail(item, why, true);
	else
		store(item, &picture);
	buf_release(&picture);
	free(why);
}

static void begin_cleaning(struct photo_job *item)
{
	item->type = photo_type(item->data.data, item->data.len);
	if (item->type == PHOTO_NONE) {
		fail(item, "neither JPEG nor PNG nor WebP", true);
	} else if (!photo_worker_start(&item->cleaner, item->data.data, item->data.len)) {
		log_warn("a photo cannot be cleaned");
		fail(item, "it cannot be read now", false);
	} else {
		item->items->cleaners++;
		item->state = ITEM_CLEANING;
		buf_release(&item->data);
	}
}

void mediaitems_step(struct mediaitems *items)
{
	struct photo_job *item = LIST_FIRST(&items->list), *next;

	for (; item; item = next) {
		next = LIST_NEXT(item, link);
		if (item->state == ITEM_CLEANING)
			finish_cleaning(item);
		else if (item->state == ITEM_WAITING && items->cleaners < CLEANERS_MAX)
			begin_cleaning(item);
	}
}

static void on_fetched(void *arg, const struct fetch_answer *answer)
{
	struct photo_job *item = arg;

	if (item->items->closed) {
		item_free(item);
	} else if (answer->failure) {
		fail(item, answer->failure, answer->final);
	} else {
		buf_add(&item->data, answer->data, answer->len);
		item->state = ITEM_WAITING;
	}
}

/* Whether an address is one that an upload was answered with. */
static bool is_ours(const struct syncd *syncd, const char *url)
{
	size_t len = strlen(syncd->base_url);

	return strncmp(url, syncd->base_url, len) == 0 && strncmp(url + len, "/media/", 7) == 0;
}

void mediaitems_lease(struct mediaitems *items, const PGresult *res, int row)
{
	const struct settings *s = &items->syncd->settings;
	const char *url = db_json_text(res, row, "url"), *known = db_json_text(res, row, "known");
	struct photo_job *item = item_new(items);

	item->city = xstrdup(db_json_text(res, row, "city_id"));
	item->request = xstrdup(db_json_text(res, row, "request_id"));
	item->comment = xstrdup(db_json_text(res, row, "comment_id"));
	items->fetches++;
	if (!is_ours(items->syncd, url)) {
		fetch_begin(items->syncd->client, url, (size_t)s->media_max, s->media_private,
		            s->request_timeout, on_fetched, item);
	} else if (known && strlen(known) < sizeof(item->hash)) {
		memcpy(item->hash, known, strlen(known));
		report(item, NULL, NULL);
	} else {
		fail(item, "nothing was uploaded by that name", true);
	}
}

void mediaitems_upload(struct mediaitems *items, int source_id, struct buf *data,
                       struct http_request *ex)
{
	struct photo_job *item = item_new(items);

	snprintf(item->source, sizeof(item->source), "%d", source_id);
	item->data = *data;
	*data = (struct buf){0};
	item->state = ITEM_WAITING;
	http_request_wait(ex, &item->wait);
}
