/* Reads a server page by page, then single requests, and tells the database. */
#include "syncd/poll/poll_run.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "syncd/core/credentials.h"
#include "syncd/core/http_client.h"
#include "syncd/core/job.h"
#include "syncd/open311/peer_page.h"
#include "syncd/poll/page_cursor.h"
#include "syncd/poll/poll_stats.h"
#include "syncd/poll/poll_url.h"
#include "syncd/poll/recheck.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER_MAX = 86400 };

struct poll_run {
	LIST_ENTRY(poll_run) link;
	struct poll_runs *runs;
	char *source_id, *source; /* number and code */
	struct poll_url poll_url;
	bool keyed;
	int gap;    /* ms between two requests to the peer */
	char *etag; /* of the list, as it was and then as it is; NULL: none */
	struct page_cursor cursor;
	struct recheck recheck;
	struct poll_stats stats;
	bool waiting;         /* for the moment of the next request */
	int64_t next_request; /* ticks */
};

static const struct db_stmt take_items = {
        "poll_take",
        "select n, external_id, outcome, reason, news"
        " from sync.poll_take($1::integer, $2::text, $3::jsonb, $4::integer)",
        4};

static const struct db_stmt tell_recheck = {"poll_reread",
                                            "select sync.poll_reread($1::integer, $2::text, "
                                            "$3::text, $4::jsonb, $5::integer) as outcome",
                                            5};

static const struct db_stmt tell_done = {
        "poll_done",
        "select sync.poll_done($1::integer, $2::text, $3::boolean, $4::text),"
        " sync.poll_stale($1::integer) as stale",
        4};

static const struct db_stmt tell_failed = {
        "poll_failed",
        "select failures, wait from sync.poll_failed($1::integer, $2::text, $3::text, $4::integer)",
        4};

static const struct db_stmt tell_release = {"poll_release",
                                            "select sync.poll_release($1::integer, $2::text)", 2};

static void poll_run_free(struct poll_run *run)
{
	poll_url_release(&run->poll_url);
	recheck_release(&run->recheck);
	page_cursor_release(&run->cursor);
	free(run->source_id);
	free(run->source);
	free(run->etag);
	free(run);
}

void poll_runs_free(struct poll_runs *runs)
{
	struct poll_run *run;

	while ((run = LIST_FIRST(&runs->list))) {
		LIST_REMOVE(run, link);
		poll_run_free(run);
	}
}

static void poll_run_end(struct poll_run *run)
{
	struct poll_runs *runs = run->runs;

	LIST_REMOVE(run, link);
	runs->count--;
	poll_run_free(run);
	runs->ended(runs->arg);
}

/* What the database does not take ends the run: the lease runs out, and the window is read
 * again. */
static bool dropped(struct poll_run *run, const struct db_error *error)
{
	if (!error)
		return false;
	if (!db_error_is_offline(error))
		log_warnx("poll: '%s' is given up: %s", run->source, error->message);
	poll_run_end(run);
	return true;
}

static void on_told(void *arg, const PGresult *res, const struct db_error *error)
{
	if (!dropped(arg, error))
		poll_run_end(arg);
}

static void on_ended(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *run = arg;
	const char *stale = error ? NULL : db_result_optional(res, 0, "stale");

	if (stale)
		log_warnx("poll: '%s' answers, but has shown nothing new since %s: is its zone or "
		          "its clock another one?",
		          run->source, stale);
	on_told(run, res, error);
}

static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *run = arg;

	if (dropped(run, error))
		return;
	log_warnx("poll: '%s' failed %s times; next attempt in %s s", run->source,
	          db_result_text(res, 0, "failures"), db_result_text(res, 0, "wait"));
	poll_run_end(run);
}

static const char *key_of(const struct poll_run *run)
{
	return run->keyed ? credentials_find(run->runs->keys, run->source) : NULL;
}

/* A peer may say what it was asked, the key too. */
static const char *harmless(const struct poll_run *run, const char *said)
{
	return said && credentials_quoted(run->runs->keys, run->source, said) ? NULL : said;
}

static void fail(struct poll_run *run, const char *why, const char *said, long retry_after)
{
	const char *words = harmless(run, said);
	struct db_params params = {0};

	log_warnx("poll: '%s': %s", run->source, why);
	metrics_add(run->runs->metrics, METRIC_POLLS, 1, "source=\"%s\",outcome=\"failed\"",
	            run->source);
	db_params_text(&params, run->source_id);
	db_params_text(&params, run->runs->lease_owner);
	db_params_own(&params, xasprintf("%s%s%s", why, words ? ": " : "", words ? words : ""));
	db_params_int(&params, retry_after < RETRY_AFTER_MAX ? retry_after : RETRY_AFTER_MAX);
	db_query(run->runs->db, &tell_failed, params.text, on_failed, run);
	db_params_release(&params);
}

static void finish(struct poll_run *run)
{
	struct db_params params = {0};

	poll_stats_log(&run->stats, run->source);
	metrics_add(run->runs->metrics, METRIC_POLLS, 1, "source=\"%s\",outcome=\"done\"",
	            run->source);
	db_params_text(&params, run->source_id);
	db_params_text(&params, run->runs->lease_owner);
	db_params_bool(&params, run->cursor.cut);
	db_params_text(&params, run->etag);
	db_query(run->runs->db, &tell_done, params.text, on_ended, run);
}

/* The next request is sent when the peer can bear it. */
static void go_on(struct poll_run *run)
{
	run->waiting = true;
}

static void take(struct poll_run *run);

static void on_taken(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *run = arg;
	int stored = run->stats.stored;

	if (dropped(run, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		poll_stats_add(&run->stats, run->source, run->runs->metrics, res, row);
	page_cursor_taken(&run->cursor, run->stats.stored > stored);
	take(run);
}

static void take(struct poll_run *run)
{
	json_t *some = page_cursor_take(&run->cursor, run->runs->batch);
	struct db_params params = {0};

	db_params_text(&params, run->source_id);
	db_params_text(&params, run->runs->lease_owner);
	db_params_json(&params, some);
	db_params_int(&params, run->runs->lease_seconds);
	if (some)
		db_query(run->runs->db, &take_items, params.text, on_taken, run);
	else
		go_on(run);
	db_params_release(&params);
	json_decref(some);
}

static void keep_etag(struct poll_run *run, const char *etag)
{
	if (run->cursor.page > 1)
		return;
	free(run->etag);
	run->etag = etag ? xstrdup(etag) : NULL;
}

static void on_list(void *arg, const struct http_response *answer)
{
	struct poll_run *run = arg;
	struct peer_page page;

	if (answer->failure) {
		fail(run, answer->failure, NULL, 0);
		return;
	}
	if (answer->status == 304 && run->etag) {
		page_cursor_same(&run->cursor);
		go_on(run);
		return;
	}
	page = peer_page_read(answer->status, answer->type, answer->body, answer->len);
	keep_etag(run, answer->etag);
	if (page.why) {
		fail(run, page.why, page.said, answer->retry_after);
	} else {
		page_cursor_add(&run->cursor, page.items);
		take(run);
	}
	peer_page_release(&page);
}

/* Takes over url. */
static void get(struct poll_run *run, char *url, const char *etag, http_client_done *done)
{
	run->next_request = when_ticks() + run->gap;
	http_client_get(run->runs->client, url, poll_url_accept(&run->poll_url), etag,
	                run->runs->timeout, done, run);
	OPENSSL_cleanse(url, strlen(url));
	free(url);
}

static void on_recheck(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *run = arg;

	if (dropped(run, error))
		return;
	poll_stats_count(&run->stats, db_result_text(res, 0, "outcome"));
	go_on(run);
}

static void tell_single(struct poll_run *run, const struct recheck_news *news)
{
	struct db_params params = {0};

	db_params_text(&params, run->source_id);
	db_params_text(&params, run->runs->lease_owner);
	db_params_text(&params, news->id);
	db_params_json(&params, news->items);
	db_params_int(&params, run->runs->lease_seconds);
	db_query(run->runs->db, &tell_recheck, params.text, on_recheck, run);
	db_params_release(&params);
}

static void on_single(void *arg, const struct http_response *answer)
{
	struct poll_run *run = arg;

	recheck_judge(&run->recheck, answer);
	go_on(run);
}

/* Whether the run has ended because the key that the dialect asks for is for another server.
 * Without any key it is asked all the same, as a server may allow. */
static bool key_refused(struct poll_run *run)
{
	char *why = key_of(run)
	                    ? credentials_refusal(run->runs->keys, run->source, run->poll_url.url)
	                    : NULL;

	if (why)
		fail(run, why, NULL, 0);
	free(why);
	return why != NULL;
}

/* What there is to do next: tell the database what a single request has become, ask for another
 * page or another single request, or end. */
static void step(struct poll_run *run)
{
	const char *params[] = {run->source_id, run->runs->lease_owner}, *id, *etag;
	struct recheck_news news;

	run->waiting = false;
	if (run->runs->draining)
		db_query(run->runs->db, &tell_release, params, on_told, run);
	else if (recheck_news(&run->recheck, run->source, &news))
		tell_single(run, &news);
	else if (key_refused(run))
		return;
	else if (!run->cursor.whole)
		get(run,
		    poll_url_list(&run->poll_url, key_of(run), run->cursor.page, run->cursor.count),
		    run->cursor.page == 1 ? run->etag : NULL, on_list);
	else if (recheck_next(&run->recheck, &id, &etag))
		get(run, poll_url_single(&run->poll_url, key_of(run), id), etag, on_single);
	else
		finish(run);
}

static void poll_run_begin(struct poll_runs *runs, const PGresult *res, int row)
{
	struct poll_run *run = xcalloc(1, sizeof(*run));
	const char *etag = db_result_text(res, row, "etag"),
	           *paging = db_result_text(res, row, "paging");

	run->runs = runs;
	run->source_id = xstrdup(db_result_text(res, row, "source_id"));
	run->source = xstrdup(db_result_text(res, row, "source"));
	run->keyed = db_result_bool(res, row, "keyed");
	run->gap = (int)db_result_int(res, row, "gap");
	run->etag = etag ? xstrdup(etag) : NULL;
	poll_url_init(&run->poll_url, db_result_text(res, row, "url"),
	              db_result_text(res, row, "format"), paging,
	              db_result_json(res, row, "params"), db_result_json(res, row, "base"));
	page_cursor_init(&run->cursor, run->poll_url.paging != POLL_URL_WHOLE,
	                 strcmp(paging, "narrow") == 0,
	                 (size_t)db_result_int(res, row, "page_size"));
	run->cursor.caught_up = db_result_bool(res, row, "caught_up");
	recheck_init(&run->recheck, db_result_json(res, row, "known"));
	LIST_INSERT_HEAD(&runs->list, run, link);
	runs->count++;
	run->next_request = when_ticks();
	go_on(run);
}

void poll_runs_begin(struct poll_runs *runs, const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++)
		poll_run_begin(runs, res, row);
}

/* Milliseconds until its next request; -1: it waits for an answer. */
static int64_t left(const struct poll_run *run)
{
	if (!run->waiting)
		return -1;
	return run->runs->draining ? 0 : job_left(run->next_request);
}

int64_t poll_runs_timeout(const struct poll_runs *runs)
{
	const struct poll_run *run;
	int64_t wait = -1;

	LIST_FOREACH(run, &runs->list, link)
		wait = job_sooner(wait, left(run));
	return wait;
}

void poll_runs_step(struct poll_runs *runs)
{
	struct poll_run *run, *next;

	for (run = LIST_FIRST(&runs->list); run; run = next) {
		next = LIST_NEXT(run, link);
		if (left(run) == 0)
			step(run);
	}
}
