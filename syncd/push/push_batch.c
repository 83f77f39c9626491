/* Sends a source's updates one after the other, and reports each. */
#include "syncd/push/push_batch.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/core/credentials.h"
#include "syncd/core/http_client.h"
#include "syncd/core/job.h"
#include "syncd/core/late_note.h"
#include "syncd/push/push_result.h"
#include "syncd/push/push_update.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER_MAX = 86400 };

struct push_batch {
	LIST_ENTRY(push_batch) link;
	struct push_batches *batches;
	char *source_id, *source; /* number and code */
	STAILQ_HEAD(push_update_list, push_update) updates;
	int64_t until;             /* ticks: the lease ends */
	struct push_result result; /* of the first update */
	long after;                /* seconds that the peer asks to wait */
	struct late_note note;     /* that of the first update */
	bool leased_again;         /* meanwhile; nothing but the note goes on then */
	enum {
		PUSH_BATCH_POSTING,  /* the peer is asked */
		PUSH_BATCH_JUDGED,   /* the database has to be told */
		PUSH_BATCH_REPORTING /* it is being told */
	} state;
	int delivered;
};

static const struct db_stmt report_done = {"push_done",
                                           "select sync.outbox_done($1::bigint, $2::integer)", 2};

static const struct db_stmt report_failed = {
        "push_failed",
        "select attempts, dead, greatest(next - extract(epoch from now())::bigint, 0) as wait"
        " from sync.outbox_failed($1::bigint, $2::integer, $3::text, $4::text, $5::boolean,"
        " $6::integer)",
        6};

static const struct db_stmt release = {"push_release",
                                       "select sync.outbox_release($1::text, $2::integer)", 2};

static void drop_update(struct push_batch *batch)
{
	struct push_update *update = STAILQ_FIRST(&batch->updates);

	STAILQ_REMOVE_HEAD(&batch->updates, link);
	push_update_free(update);
	batch->note = (struct late_note){0};
}

static void push_batch_free(struct push_batch *batch)
{
	LIST_REMOVE(batch, link);
	batch->batches->count--;
	while (!STAILQ_EMPTY(&batch->updates))
		drop_update(batch);
	push_result_release(&batch->result);
	free(batch->source_id);
	free(batch->source);
	free(batch);
}

void push_batches_free(struct push_batches *batches)
{
	while (!LIST_EMPTY(&batches->list))
		push_batch_free(LIST_FIRST(&batches->list));
}

static void count(const struct push_batch *batch, const char *outcome)
{
	metrics_add(batch->batches->metrics, METRIC_PUSHES, 1, "source=\"%s\",outcome=\"%s\"",
	            batch->source, outcome);
}

static void push_batch_end(struct push_batch *batch)
{
	struct push_batches *batches = batch->batches;

	if (batch->delivered)
		log_info("push: %d delivered to '%s'", batch->delivered, batch->source);
	push_batch_free(batch);
	batches->ended(batches->arg);
}

static void on_released(void *arg, const PGresult *res, const struct db_error *error)
{
	push_batch_end(arg);
}

/* The updates that were not begun go back. */
static void give_back(struct push_batch *batch)
{
	const char *params[] = {batch->batches->lease_owner, batch->source_id};

	batch->state = PUSH_BATCH_REPORTING;
	db_query(batch->batches->db, &release, params, on_released, batch);
}

static void next_update(struct push_batch *batch);

/* What the database did not take of the first update waits. */
static bool is_late(struct push_batch *batch, const struct db_error *error)
{
	char *what =
	        xasprintf("update %s to '%s'", STAILQ_FIRST(&batch->updates)->seq, batch->source);
	bool late = late_note_again(&batch->note, error, "push", what);

	free(what);
	if (late)
		batch->state = PUSH_BATCH_JUDGED;
	return late;
}

/* Where the update is not there any more, nobody has to be told of it. */
static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push_batch *batch = arg;

	if (is_late(batch, error))
		return;
	if (!error)
		batch->delivered++;
	count(batch, "delivered");
	drop_update(batch);
	next_update(batch);
}

static void note_failure(const struct push_batch *batch, const PGresult *res)
{
	const char *seq = STAILQ_FIRST(&batch->updates)->seq, *why = batch->result.why;
	bool dead = db_result_bool(res, 0, "dead");

	count(batch, dead ? "dead" : "failed");
	if (dead)
		log_warnx("push: update %s to '%s' is given up: %s", seq, batch->source, why);
	else
		log_warnx("push: update %s to '%s' failed, attempt %s: %s; next attempt in %s s",
		          seq, batch->source, db_result_text(res, 0, "attempts"), why,
		          db_result_text(res, 0, "wait"));
}

/* The database has taken the batch's other leases back. */
static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push_batch *batch = arg;

	if (is_late(batch, error))
		return;
	if (!error)
		note_failure(batch, res);
	push_batch_end(batch);
}

static void tell_done(struct push_batch *batch)
{
	const char *params[] = {STAILQ_FIRST(&batch->updates)->seq, batch->source_id};

	db_query(batch->batches->db, &report_done, params, on_done, batch);
}

static void tell_failed(struct push_batch *batch)
{
	const struct push_result *v = &batch->result;
	const char *said = v->said ? v->said : "";
	struct db_params params = {0};

	db_params_text(&params, STAILQ_FIRST(&batch->updates)->seq);
	db_params_text(&params, batch->source_id);
	db_params_text(&params, batch->batches->lease_owner);
	db_params_own(&params, xasprintf("%s%s%s", v->why, *said ? ": " : "", said));
	db_params_bool(&params, v->kind == PUSH_RESULT_REFUSED);
	db_params_int(&params, batch->after);
	db_query(batch->batches->db, &report_failed, params.text, on_failed, batch);
	db_params_release(&params);
}

/* What the peer said is known; while the database is away it waits here. */
static void tell(struct push_batch *batch)
{
	if (db_state(batch->batches->db) != DB_READY)
		return;
	batch->state = PUSH_BATCH_REPORTING;
	if (batch->result.kind == PUSH_RESULT_DELIVERED)
		tell_done(batch);
	else
		tell_failed(batch);
}

static void judged(struct push_batch *batch, struct push_result result, long after)
{
	push_result_release(&batch->result);
	batch->result = result;
	batch->after = after < RETRY_AFTER_MAX ? after : RETRY_AFTER_MAX;
	batch->state = PUSH_BATCH_JUDGED;
	tell(batch);
}

/* A peer may send back what we sent, the key too. */
static void hide_key(struct push_batch *batch, struct push_result *result)
{
	if (result->said && credentials_quoted(batch->batches->keys, batch->source, result->said)) {
		free(result->said);
		result->said = NULL;
	}
}

/* What is doubted has to be looked at, what another thing has the number of posted once more. */
static void heard(struct push_batch *batch, struct push_result result, long after)
{
	hide_key(batch, &result);
	if (result.kind == PUSH_RESULT_EXISTS)
		next_update(batch);
	else
		judged(batch, result, after);
}

static void on_answer(void *arg, const struct http_response *answer)
{
	struct push_batch *batch = arg;

	heard(batch, push_update_judge(STAILQ_FIRST(&batch->updates), answer), answer->retry_after);
}

static void post(struct push_batch *batch, const char *key)
{
	const struct push_update *update = STAILQ_FIRST(&batch->updates);
	char *form = push_update_form(update, key), *url = push_update_post_url(update);

	batch->state = PUSH_BATCH_POSTING;
	http_client_post(batch->batches->client, url, form, batch->batches->timeout, on_answer,
	                 batch);
	OPENSSL_cleanse(form, strlen(form));
	free(form);
	free(url);
}

/* Takes over why. */
static void cannot(struct push_batch *batch, char *why)
{
	judged(batch, (struct push_result){.kind = PUSH_RESULT_AGAIN, .why = why}, 0);
}

/* It was looked for: it is there, it cannot be known, or it has to be posted. */
static void on_read(void *arg, const struct http_response *answer)
{
	struct push_batch *batch = arg;
	struct push_update *update = STAILQ_FIRST(&batch->updates);
	struct push_result result;
	bool there = push_update_is_there(update, answer, &result);

	update->read_first = false;
	if (there || result.kind != PUSH_RESULT_DELIVERED)
		judged(batch, result, answer->retry_after);
	else
		next_update(batch);
}

static void on_shown(void *arg, const struct http_response *answer)
{
	struct push_batch *batch = arg;

	heard(batch, push_update_settle(STAILQ_FIRST(&batch->updates), batch->source, answer), 0);
}

/* Takes over url. */
static void look(struct push_batch *batch, char *url, http_client_done *done)
{
	batch->state = PUSH_BATCH_POSTING;
	http_client_get(batch->batches->client, url, "application/json", NULL,
	                batch->batches->timeout, done, batch);
	OPENSSL_cleanse(url, strlen(url));
	free(url);
}

/* An update is begun only where its answer comes within the lease. */
static void next_update(struct push_batch *batch)
{
	const struct push_batches *batches = batch->batches;
	const struct push_update *update = STAILQ_FIRST(&batch->updates);
	const char *key = credentials_find(batches->keys, batch->source);
	char *why;

	if (!update && !batch->leased_again)
		push_batch_end(batch);
	else if (batch->leased_again || batches->draining ||
	         when_ticks() + batches->timeout >= batch->until)
		give_back(batch);
	else if (!update->url)
		cannot(batch, xstrdup("the source has no url"));
	else if ((why = credentials_refusal(batches->keys, batch->source, update->url)))
		cannot(batch, why);
	else if (update->read_first)
		look(batch, push_update_read_url(update, key), on_read);
	else if (update->doubted)
		look(batch, push_update_doubt_url(update, key), on_shown);
	else
		post(batch, key);
}

static struct push_batch *push_batch_new(struct push_batches *batches, const PGresult *res, int row)
{
	struct push_batch *batch = xcalloc(1, sizeof(*batch));

	batch->batches = batches;
	batch->source_id = xstrdup(db_result_text(res, row, "source_id"));
	batch->source = xstrdup(db_result_text(res, row, "source"));
	STAILQ_INIT(&batch->updates);
	LIST_INSERT_HEAD(&batches->list, batch, link);
	batches->count++;
	return batch;
}

static struct push_batch *find(const struct push_batches *batches, const char *source_id)
{
	struct push_batch *batch;

	LIST_FOREACH(batch, &batches->list, link)
		if (strcmp(batch->source_id, source_id) == 0)
			return batch;
	return NULL;
}

static void add_update(struct push_batch *batch, const PGresult *res, int row)
{
	struct push_update *update = push_update_new(res, row, batch->batches->base_url);

	STAILQ_INSERT_TAIL(&batch->updates, update, link);
}

static void start(struct push_batch *batch)
{
	if (batch && !batch->leased_again)
		next_update(batch);
}

/* A source whose batch waits for a note, longer than its lease lasted, goes on when that is told.
 */
static struct push_batch *batch_for(struct push_batches *batches, const PGresult *res, int row,
                                    int64_t until)
{
	struct push_batch *batch = find(batches, db_result_text(res, row, "source_id"));

	if (batch) {
		batch->leased_again = true;
		return batch;
	}
	batch = push_batch_new(batches, res, row);
	batch->until = until;
	return batch;
}

void push_batches_begin(struct push_batches *batches, const PGresult *res, int64_t until)
{
	struct push_batch *batch = NULL;

	for (int row = 0; row < PQntuples(res); row++) {
		const char *source_id = db_result_text(res, row, "source_id");

		if (!batch || strcmp(batch->source_id, source_id) != 0) {
			start(batch);
			batch = batch_for(batches, res, row, until);
		}
		if (!batch->leased_again)
			add_update(batch, res, row);
	}
	start(batch);
}

void push_batches_renew(struct push_batches *batches)
{
	struct push_batch *batch;

	LIST_FOREACH(batch, &batches->list, link)
		batch->leased_again = true;
}

void push_batches_step(struct push_batches *batches)
{
	struct push_batch *batch;

	LIST_FOREACH(batch, &batches->list, link)
		if (batch->state == PUSH_BATCH_JUDGED && late_note_left(&batch->note) == 0)
			tell(batch);
}

int64_t push_batches_late(const struct push_batches *batches)
{
	const struct push_batch *batch;
	int64_t wait = -1;

	LIST_FOREACH(batch, &batches->list, link)
		if (batch->state == PUSH_BATCH_JUDGED)
			wait = job_sooner(wait, late_note_left(&batch->note));
	return wait;
}
