/* Carries a photo from its lease or upload through cleaning into the store. */
#include "syncd/photo/photo_job.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/photo/photo.h"
#include "syncd/photo/photo_fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct db_stmt report_stored = {
        "media_stored",
        "select sync.media_stored($1::int, $2::bigint, $3::bigint, $4::text, $5::text, $6::int,"
        " $7::int)",
        7};

static const struct db_stmt report_failed = {"media_failed",
                                             "select sync.media_failed($1::int, $2::bigint, "
                                             "$3::bigint, $4::text, $5::text, $6::boolean, "
                                             "$7::int)",
                                             7};

/* The same of a photo that was leased with its bytes. */
static const struct db_stmt report_kept = {
        "attachment_stored",
        "select sync.attachment_stored($1::int, $2::bigint, $3::text, $4::text, $5::int)", 5};

static const struct db_stmt report_refused = {
        "attachment_failed",
        "select sync.attachment_failed($1::int, $2::bigint, $3::text, $4::text, $5::boolean)", 5};

static const struct db_stmt report_upload = {
        "media_upload", "select sync.media_upload($1::int, $2::text, $3::text, $4::int)", 4};

struct photo_job {
	LIST_ENTRY(photo_job) link;
	struct photo_jobs *jobs;
	enum {
		PHOTO_JOB_FETCHING,
		PHOTO_JOB_WAITING, /* for a worker */
		PHOTO_JOB_CLEANING,
		PHOTO_JOB_REPORTING, /* the database is being told */
	} state;
	char *city;                  /* a number; NULL: it is uploaded, and not leased */
	char *attachment;            /* the number of what came with its bytes; or NULL and: */
	char *request, *comment, *n; /* which photo was fetched */
	int source;                  /* the number of who uploads it */
	struct http_waiter wait;     /* for who uploads it */
	photo_uploaded *uploaded;    /* tells it */
	struct buf data;
	struct photo_worker worker;
	enum photo_type type;
	char hash[PHOTO_STORE_SIZE];
};

static struct photo_job *job_new(struct photo_jobs *jobs)
{
	struct photo_job *job = xcalloc(1, sizeof(*job));

	job->jobs = jobs;
	LIST_INSERT_HEAD(&jobs->list, job, link);
	return job;
}

static void job_free(struct photo_job *job)
{
	LIST_REMOVE(job, link);
	job->jobs->workers -= job->state == PHOTO_JOB_CLEANING;
	job->jobs->fetches -= job->city != NULL;
	photo_worker_stop(&job->worker);
	buf_release(&job->data);
	free(job->city);
	free(job->attachment);
	free(job->request);
	free(job->comment);
	free(job->n);
	free(job);
}

void photo_jobs_free(struct photo_jobs *jobs)
{
	struct photo_job *job = LIST_FIRST(&jobs->list), *next;

	for (; job; job = next) {
		next = LIST_NEXT(job, link);
		job_free(job);
	}
}

static const char *kind_of(const struct photo_job *job)
{
	return job->attachment ? "attached photo" : "photo of request";
}

static const char *number_of(const struct photo_job *job)
{
	return job->attachment ? job->attachment : job->request;
}

/* What the database did not hear is leased again when the lease has ended. */
static void on_reported(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photo_job *job = arg;
	const struct photo_jobs *jobs = job->jobs;

	if (error && !db_error_is_offline(error))
		log_warnx("%s %s: it cannot be noted: %s", kind_of(job), number_of(job),
		          error->message);
	job_free(job);
	jobs->ended(jobs->arg);
}

/* Which photo it is. */
static void add_place(const struct photo_job *job, struct db_params *params)
{
	db_params_text(params, job->city);
	db_params_text(params, number_of(job));
	if (!job->attachment)
		db_params_text(params, job->comment);
}

/* Why a photo cannot be had is a matter between us and the resident's site: the database keeps it.
 */
static void fail(struct photo_job *job, const char *why, bool final)
{
	struct http_request *req = job->wait.request;
	struct db_params params = {0};

	if (job->city) {
		add_place(job, &params);
		db_params_text(&params, job->jobs->lease_owner);
		db_params_text(&params, why);
		db_params_bool(&params, final);
		if (!job->attachment)
			db_params_text(&params, job->n);
		log_info("%s %s: %s", kind_of(job), number_of(job), why);
		job->state = PHOTO_JOB_REPORTING;
		db_query(job->jobs->db, job->attachment ? &report_refused : &report_failed,
		         params.text, on_reported, job);
		return;
	}
	if (req)
		job->uploaded(req, NULL, why, final);
	job_free(job);
}

static void on_uploaded(void *arg, const PGresult *res, const struct db_error *error)
{
	struct photo_job *job = arg;
	struct http_request *req = job->wait.request;
	char *url = xasprintf("%s/media/%s.%s", job->jobs->base_url, job->hash,
	                      photo_suffix(job->type));

	if (req && error)
		http_request_unavailable(req);
	else if (req)
		job->uploaded(req, url, NULL, true);
	free(url);
	job_free(job);
}

/* The photo is in the store. type and bytes: NULL and 0 of one that was there. */
static void report(struct photo_job *job, const char *type, size_t bytes)
{
	struct db_params params = {0};

	job->state = PHOTO_JOB_REPORTING;
	if (job->city)
		add_place(job, &params);
	else
		db_params_int(&params, job->source);
	db_params_text(&params, job->hash);
	db_params_text(&params, type);
	db_params_id(&params, (int64_t)bytes);
	if (!job->city) {
		db_query(job->jobs->db, &report_upload, params.text, on_uploaded, job);
	} else if (job->attachment) {
		db_query(job->jobs->db, &report_kept, params.text, on_reported, job);
	} else {
		db_params_text(&params, job->n);
		db_query(job->jobs->db, &report_stored, params.text, on_reported, job);
	}
}

static void store(struct photo_job *job, const struct buf *picture)
{
	const char *folder = job->jobs->settings->media_dir;

	if (!photo_store_put(folder, picture->data, picture->len, job->hash)) {
		log_warn("cannot write a photo to '%s'", folder);
		fail(job, "it cannot be stored now", false);
		return;
	}
	report(job, photo_media_type(job->type), picture->len);
}

static void finish_cleaning(struct photo_job *job)
{
	struct buf picture = {0};
	char *why;

	if (!photo_worker_end(&job->worker, &picture, &why))
		return;
	job->jobs->workers--;
	job->state = PHOTO_JOB_WAITING;
	if (why)
		fail(job, why, true);
	else
		store(job, &picture);
	buf_release(&picture);
	free(why);
}

static void begin_cleaning(struct photo_job *job)
{
	job->type = photo_type(job->data.data, job->data.len);
	if (job->type == PHOTO_NONE) {
		fail(job, "neither JPEG nor PNG nor WebP", true);
	} else if (!photo_worker_start(&job->worker, job->data.data, job->data.len)) {
		log_warn("a photo cannot be cleaned");
		fail(job, "it cannot be read now", false);
	} else {
		job->jobs->workers++;
		job->state = PHOTO_JOB_CLEANING;
		buf_release(&job->data);
	}
}

void photo_jobs_step(struct photo_jobs *jobs)
{
	struct photo_job *job = LIST_FIRST(&jobs->list), *next;

	for (; job; job = next) {
		next = LIST_NEXT(job, link);
		if (job->state == PHOTO_JOB_CLEANING)
			finish_cleaning(job);
		else if (job->state == PHOTO_JOB_WAITING && jobs->workers < PHOTO_WORKERS_MAX)
			begin_cleaning(job);
	}
}

static void on_fetched(void *arg, const struct photo_fetch_result *answer)
{
	struct photo_job *job = arg;

	if (answer->failure) {
		fail(job, answer->failure, answer->final);
	} else {
		buf_add(&job->data, answer->data, answer->len);
		job->state = PHOTO_JOB_WAITING;
	}
}

/* Whether an address is one that an upload was answered with. */
static bool is_ours(const char *base_url, const char *url)
{
	size_t len = strlen(base_url);

	return strncmp(url, base_url, len) == 0 && strncmp(url + len, "/media/", 7) == 0;
}

/* A photo that has to be got from somewhere. */
static void begin_fetching(struct photo_job *job, const PGresult *res, int row)
{
	struct photo_jobs *jobs = job->jobs;
	const struct settings *s = jobs->settings;
	const char *url = db_result_text(res, row, "url"),
	           *known = db_result_text(res, row, "known");

	job->request = xstrdup(db_result_text(res, row, "request_id"));
	job->comment = xstrdup(db_result_text(res, row, "comment_id"));
	job->n = xstrdup(db_result_text(res, row, "n"));
	if (!is_ours(jobs->base_url, url)) {
		photo_fetch_begin(jobs->client, url, (size_t)s->media_max, s->media_private,
		                  s->request_timeout, on_fetched, job);
	} else if (known && strlen(known) < sizeof(job->hash)) {
		memcpy(job->hash, known, strlen(known));
		report(job, NULL, 0);
	} else {
		fail(job, "nothing was uploaded by that name", true);
	}
}

void photo_jobs_lease(struct photo_jobs *jobs, const PGresult *res, int row)
{
	const char *attachment = db_result_text(res, row, "attachment");
	struct photo_job *job = job_new(jobs);

	job->city = xstrdup(db_result_text(res, row, "city_id"));
	jobs->fetches++;
	if (attachment) {
		job->attachment = xstrdup(attachment);
		db_result_bytes(res, row, "data", &job->data);
		job->state = PHOTO_JOB_WAITING;
	} else {
		begin_fetching(job, res, row);
	}
}

void photo_jobs_upload(struct photo_jobs *jobs, int source_id, struct buf *data,
                       struct http_request *req, photo_uploaded *uploaded)
{
	struct photo_job *job = job_new(jobs);

	job->source = source_id;
	job->uploaded = uploaded;
	job->data = *data;
	*data = (struct buf){0};
	job->state = PHOTO_JOB_WAITING;
	http_request_wait(req, &job->wait);
}
