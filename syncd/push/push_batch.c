#include "syncd/push/push_batch.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/core/db_json.h"
#include "syncd/core/http_client.h"
#include "syncd/push/push_result.h"
#include "syncd/push/push_update.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER_MAX = 86400 };

struct push_batch {
	LIST_ENTRY(push_batch) link;
	struct errands *errands;
	char *source_id, *source; /* number and code */
	STAILQ_HEAD(push_update_list, push_update) letters;
	int64_t until;              /* ticks: the lease ends */
	struct push_result verdict; /* of the first letter */
	long after;                 /* seconds that the peer asks to wait */
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

static void drop_letter(struct push_batch *errand)
{
	struct push_update *letter = STAILQ_FIRST(&errand->letters);

	STAILQ_REMOVE_HEAD(&errand->letters, link);
	push_update_free(letter);
}

static void push_batch_free(struct push_batch *errand)
{
	LIST_REMOVE(errand, link);
	errand->errands->count--;
	while (!STAILQ_EMPTY(&errand->letters))
		drop_letter(errand);
	push_result_release(&errand->verdict);
	free(errand->source_id);
	free(errand->source);
	free(errand);
}

void errands_free(struct errands *errands)
{
	while (!LIST_EMPTY(&errands->list))
		push_batch_free(LIST_FIRST(&errands->list));
	keys_free(errands->keys);
	free(errands->daemon);
}

static void count(const struct push_batch *errand, const char *outcome)
{
	metrics_add(errand->errands->metrics, METRIC_PUSHES, 1, "source=\"%s\",outcome=\"%s\"",
	            errand->source, outcome);
}

static void push_batch_end(struct push_batch *errand)
{
	struct errands *errands = errand->errands;

	if (errand->delivered)
		log_info("push: %d delivered to '%s'", errand->delivered, errand->source);
	push_batch_free(errand);
	errands->ended(errands->arg);
}

static void on_released(void *arg, const PGresult *res, const struct db_error *error)
{
	push_batch_end(arg);
}

/* The letters that were not begun go back. */
static void give_back(struct push_batch *errand)
{
	const char *params[] = {errand->errands->daemon, errand->source_id};

	errand->state = PUSH_BATCH_REPORTING;
	db_query(errand->errands->db, &release, params, on_released, errand);
}

static void next_letter(struct push_batch *errand);

/* Where the letter is not there any more, nobody has to be told of it. */
static void on_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push_batch *errand = arg;

	if (error && dberror_is_offline(error)) {
		errand->state = PUSH_BATCH_JUDGED;
		return;
	}
	if (error)
		log_warnx("push: '%s' has update %s, but it cannot be noted: %s", errand->source,
		          STAILQ_FIRST(&errand->letters)->seq, error->message);
	else
		errand->delivered++;
	count(errand, "delivered");
	drop_letter(errand);
	next_letter(errand);
}

static void note_failure(const struct push_batch *errand, const PGresult *res)
{
	const char *seq = STAILQ_FIRST(&errand->letters)->seq, *why = errand->verdict.why;
	bool dead = *db_json_text(res, 0, "dead") == 't';

	count(errand, dead ? "dead" : "failed");
	if (dead)
		log_warnx("push: update %s to '%s' is given up: %s", seq, errand->source, why);
	else
		log_warnx("push: update %s to '%s' failed, attempt %s: %s; next attempt in %s s",
		          seq, errand->source, db_json_text(res, 0, "attempts"), why,
		          db_json_text(res, 0, "wait"));
}

/* The database has taken the errand's other leases back. */
static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push_batch *errand = arg;

	if (error && dberror_is_offline(error)) {
		errand->state = PUSH_BATCH_JUDGED;
		return;
	}
	if (error)
		log_warnx("push: '%s': a failure cannot be noted: %s", errand->source,
		          error->message);
	else
		note_failure(errand, res);
	push_batch_end(errand);
}

static void tell_done(struct push_batch *errand)
{
	const char *params[] = {STAILQ_FIRST(&errand->letters)->seq, errand->source_id};

	db_query(errand->errands->db, &report_done, params, on_done, errand);
}

static void tell_failed(struct push_batch *errand)
{
	const struct push_result *v = &errand->verdict;
	char after[16],
	        *why = xasprintf("%s%s%s", v->why, v->said ? ": " : "", v->said ? v->said : "");
	const char *params[] = {STAILQ_FIRST(&errand->letters)->seq,
	                        errand->source_id,
	                        errand->errands->daemon,
	                        why,
	                        v->kind == PUSH_RESULT_REFUSED ? "true" : "false",
	                        after};

	snprintf(after, sizeof(after), "%ld", errand->after);
	db_query(errand->errands->db, &report_failed, params, on_failed, errand);
	free(why);
}

/* What the peer said is known; while the database is away it waits here. */
static void tell(struct push_batch *errand)
{
	if (db_state(errand->errands->db) != DB_READY)
		return;
	errand->state = PUSH_BATCH_REPORTING;
	if (errand->verdict.kind == PUSH_RESULT_DELIVERED)
		tell_done(errand);
	else
		tell_failed(errand);
}

static void judged(struct push_batch *errand, struct push_result verdict, long after)
{
	push_result_release(&errand->verdict);
	errand->verdict = verdict;
	errand->after = after < RETRY_AFTER_MAX ? after : RETRY_AFTER_MAX;
	errand->state = PUSH_BATCH_JUDGED;
	tell(errand);
}

/* A peer may send back what we sent, the key too. */
static void hide_key(struct push_batch *errand, struct push_result *verdict)
{
	const char *key = keys_find(errand->errands->keys, errand->source);

	if (key && verdict->said && strstr(verdict->said, key)) {
		free(verdict->said);
		verdict->said = NULL;
	}
}

static void on_answer(void *arg, const struct client_answer *answer)
{
	struct push_batch *errand = arg;
	struct push_result verdict = push_update_judge(STAILQ_FIRST(&errand->letters), answer);

	hide_key(errand, &verdict);
	judged(errand, verdict, answer->retry_after);
}

static void post(struct push_batch *errand, const char *key)
{
	const struct push_update *letter = STAILQ_FIRST(&errand->letters);
	char *form = push_update_form(letter, key), *url = push_update_post_url(letter);

	errand->state = PUSH_BATCH_POSTING;
	client_post(errand->errands->client, url, form, errand->errands->timeout, on_answer,
	            errand);
	OPENSSL_cleanse(form, strlen(form));
	free(form);
	free(url);
}

static void cannot(struct push_batch *errand, const char *why)
{
	judged(errand, (struct push_result){.kind = PUSH_RESULT_AGAIN, .why = xstrdup(why)}, 0);
}

/* It was looked for: it is there, it cannot be known, or it has to be posted. */
static void on_read(void *arg, const struct client_answer *answer)
{
	struct push_batch *errand = arg;
	struct push_update *letter = STAILQ_FIRST(&errand->letters);
	struct push_result verdict;
	bool there = push_update_is_there(letter, answer, &verdict);

	letter->read_first = false;
	if (there || verdict.kind != PUSH_RESULT_DELIVERED)
		judged(errand, verdict, answer->retry_after);
	else
		next_letter(errand);
}

static void look(struct push_batch *errand, const char *key)
{
	char *url = push_update_read_url(STAILQ_FIRST(&errand->letters), key);

	errand->state = PUSH_BATCH_POSTING;
	client_get(errand->errands->client, url, "application/json", NULL, errand->errands->timeout,
	           on_read, errand);
	OPENSSL_cleanse(url, strlen(url));
	free(url);
}

/* A letter is begun only where its answer comes within the lease. */
static void next_letter(struct push_batch *errand)
{
	const struct errands *errands = errand->errands;
	const struct push_update *letter = STAILQ_FIRST(&errand->letters);
	const char *key = keys_find(errands->keys, errand->source);

	if (!letter)
		push_batch_end(errand);
	else if (errands->draining || when_ticks() + errands->timeout >= errand->until)
		give_back(errand);
	else if (!letter->url)
		cannot(errand, "the source has no url");
	else if (!key)
		cannot(errand, "the daemon has no key for the source");
	else if (letter->read_first)
		look(errand, key);
	else
		post(errand, key);
}

static struct push_batch *push_batch_new(struct errands *errands, const PGresult *res, int row)
{
	struct push_batch *errand = xcalloc(1, sizeof(*errand));

	errand->errands = errands;
	errand->source_id = xstrdup(db_json_text(res, row, "source_id"));
	errand->source = xstrdup(db_json_text(res, row, "source"));
	STAILQ_INIT(&errand->letters);
	LIST_INSERT_HEAD(&errands->list, errand, link);
	errands->count++;
	return errand;
}

void errands_begin(struct errands *errands, const PGresult *res, int64_t until)
{
	struct push_batch *errand = NULL;

	for (int row = 0; row < PQntuples(res); row++) {
		const char *source_id = db_json_text(res, row, "source_id");
		struct push_update *letter = push_update_new(res, row);

		if (!errand || strcmp(errand->source_id, source_id) != 0) {
			if (errand)
				next_letter(errand);
			errand = push_batch_new(errands, res, row);
			errand->until = until;
		}
		STAILQ_INSERT_TAIL(&errand->letters, letter, link);
	}
	if (errand)
		next_letter(errand);
}

void errands_step(struct errands *errands)
{
	struct push_batch *errand;

	LIST_FOREACH(errand, &errands->list, link)
	if (errand->state == PUSH_BATCH_JUDGED)
		tell(errand);
}
