/* Leases papers, has them made one after the other, and stores them. */
#include "syncd/document/document_job.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/settings.h"
#include "syncd/core/lease_job.h"
#include "syncd/document/helper.h"
#include "syncd/photo/photo_store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LEASE = 60 }; /* s: three times of what one paper may take */

static const struct db_stmt store_paper = {
        "document_store", "select sync.document_store($1::int, $2::bigint, $3::text, $4::bytea)",
        4};
static const struct db_stmt report_failed = {
        "document_failed", "select sync.document_failed($1::int, $2::bigint, $3::text, $4::text)",
        4};

struct document_maker {
	struct lease_job lease;
	struct document_helper *helper;   /* NULL: it has gone */
	const char *base_url, *media_dir; /* media_dir NULL: papers with photos are others' */
	char *city, *id, *address;        /* of the paper at hand; city NULL: there is none */
};

static int room(const void *arg)
{
	const struct document_maker *maker = arg;

	return maker->helper && !maker->city;
}

static void forget(struct document_maker *maker)
{
	free(maker->city);
	free(maker->id);
	free(maker->address);
	maker->city = maker->id = maker->address = NULL;
	lease_job_wake(&maker->lease);
}

/* What the database did not hear is leased again when the lease has ended. */
static void on_noted(void *arg, const PGresult *res, const struct db_error *error)
{
	struct document_maker *maker = arg;

	if (error && !db_error_is_offline(error))
		log_warnx("paper %s: it cannot be stored: %s", maker->id, error->message);
	forget(maker);
}

static void fail(struct document_maker *maker, const char *why)
{
	const char *const params[] = {maker->city, maker->id, maker->lease.owner, why};

	log_warnx("paper %s: %s", maker->id, why);
	db_query(maker->lease.db, &report_failed, params, on_noted, maker);
}

static void store(struct document_maker *maker, const struct buf *pdf)
{
	struct db_params params = {0};

	db_params_text(&params, maker->city);
	db_params_text(&params, maker->id);
	db_params_text(&params, maker->address);
	db_params_bytes(&params, pdf->data, pdf->len);
	db_query(maker->lease.db, &store_paper, params.text, on_noted, maker);
	db_params_release(&params);
}

/* Reads the files of the photos, and puts into the question how long each is. False, and it has
 * failed, where one is not there. */
static bool read_photos(struct document_maker *maker, json_t *list, struct buf *photos)
{
	size_t i;
	json_t *photo;

	json_array_foreach(list, i, photo) {
		const char *hash = json_string_value(json_object_get(photo, "sha256"));
		size_t before = photos->len;

		if (!hash || !maker->media_dir ||
		    !photo_store_get(maker->media_dir, hash, photos)) {
			char *why = xasprintf("cannot read the photo %s: %s", hash ? hash : "",
			                      strerror(errno));

			fail(maker, why);
			free(why);
			return false;
		}
		json_object_set_new(photo, "bytes",
		                    json_integer((json_int_t)(photos->len - before)));
	}
	return true;
}

static void ask(struct document_maker *maker, json_t *question)
{
	struct buf photos = {0};
	char *text;

	if (read_photos(maker, json_object_get(question, "photos"), &photos)) {
		json_object_set_new(question, "address", json_string(maker->address));
		text = json_dumps(question, JSON_COMPACT);
		document_helper_ask(maker->helper, text, &photos);
		free(text);
	}
	buf_release(&photos);
}

static void begin(void *arg, const PGresult *res)
{
	struct document_maker *maker = arg;
	json_t *question;

	if (!PQntuples(res))
		return;
	maker->city = xstrdup(db_result_text(res, 0, "city_id"));
	maker->id = xstrdup(db_result_text(res, 0, "id"));
	maker->address =
	        xasprintf("%s/document/%s", maker->base_url, db_result_text(res, 0, "key"));
	question = db_result_json(res, 0, "question");
	if (!question)
		fail(maker, "there is nothing to make it of");
	else
		ask(maker, question);
	json_decref(question);
}

#define RULES(photos)                                                                              \
	{                                                                                          \
		.name = "papers", .appname = "varta-syncd papers", .topic = "document",            \
		.lease = {"document_lease",                                                        \
		          "select * from sync.document_lease($1::text, $2::int, $3::int, " photos  \
		          ")",                                                                     \
		          3},                                                                      \
		.next = {"document_next", "select sync.document_next(" photos ")", 0},             \
		.pause = LEASE_PAUSE, .breath = 2000, .room = room, .begin = begin,                \
	}

/* Whoever keeps no photos leaves papers with photos to others. */
static const struct lease_rules all_papers = RULES("true"), papers_alone = RULES("false");

struct document_maker *document_maker_new(const struct settings *settings,
                                          struct document_helper *helper, const char *lease_owner,
                                          const char *base_url)
{
	struct document_maker *maker;

	if (!helper)
		return NULL;
	maker = xcalloc(1, sizeof(*maker));
	maker->helper = helper;
	maker->base_url = base_url;
	maker->media_dir = settings->media_dir;
	maker->lease = (struct lease_job){.rules = maker->media_dir ? &all_papers : &papers_alone,
	                                  .arg = maker,
	                                  .owner = lease_owner,
	                                  .seconds = LEASE};
	lease_job_open(&maker->lease, settings);
	lease_job_wake(&maker->lease);
	return maker;
}

/* It is not started again: the daemon begins no programs any more. */
static void lose_helper(struct document_maker *maker)
{
	log_warnx("varta-document has ended: no PDFs are made until the daemon is started again");
	document_helper_free(maker->helper);
	maker->helper = NULL;
	fail(maker, "varta-document has ended");
}

static void step(void *self)
{
	struct document_maker *maker = self;
	struct buf words = {0};
	enum document_result result = DOCUMENT_WAITING;

	if (maker->helper)
		result = document_helper_step(maker->helper, &words);
	switch (result) {
	case DOCUMENT_MADE:
		store(maker, &words);
		break;
	case DOCUMENT_FAILED:
		fail(maker, words.data);
		break;
	case DOCUMENT_GONE:
		lose_helper(maker);
		break;
	case DOCUMENT_WAITING:
		break;
	}
	buf_release(&words);
	lease_job_step(&maker->lease);
}

static void descriptors(const void *self, struct job_descriptors *fds)
{
	const struct document_maker *maker = self;

	lease_job_descriptors(&maker->lease, fds);
	if (maker->helper && document_helper_events(maker->helper))
		job_wait_fd(fds, document_helper_fd(maker->helper),
		            document_helper_events(maker->helper));
}

static bool busy(const void *self)
{
	const struct document_maker *maker = self;

	return maker->city != NULL;
}

static void maker_free(void *self)
{
	struct document_maker *maker = self;

	lease_job_close(&maker->lease);
	document_helper_free(maker->helper);
	free(maker->city);
	free(maker->id);
	free(maker->address);
	free(maker);
}

const struct job_ops document_job = {
        .name = "papers",
        .descriptors = descriptors,
        .timeout = lease_job_timeout,
        .step = step,
        .quiesce = lease_job_quiesce,
        .busy = busy,
        .free = maker_free,
};
