#include "syncd/poll/poll_run.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/core/db_json.h"
#include "syncd/core/http_client.h"
#include "syncd/poll/page_cursor.h"
#include "syncd/poll/peer_page.h"
#include "syncd/poll/poll_stats.h"
#include "syncd/poll/poll_url.h"
#include "syncd/poll/recheck.h"
#include "syncd/push/push.h"

#include <jansson.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER_MAX = 86400 };

struct poll_run {
	LIST_ENTRY(poll_run) link;
	struct rounds *rounds;
	char *source_id, *source; /* number and code */
	struct ask ask;
	bool keyed;
	int gap;    /* ms between two calls */
	char *etag; /* of the list, as it was and then as it is; NULL: none */
	struct page_cursor listing;
	struct recheck reread;
	struct poll_stats tally;
	bool waiting;      /* for the moment of the next call */
	int64_t next_call; /* ticks */
};

static const struct db_stmt take_items = {
        "poll_take",
        "select n, external_id, outcome, reason, news"
        " from sync.poll_take($1::integer, $2::text, $3::jsonb, $4::integer)",
        4};

static const struct db_stmt tell_reread = {"poll_reread",
                                           "select sync.poll_reread($1::integer, $2::text, "
                                           "$3::text, $4::jsonb, $5::integer) as outcome",
                                           5};

static const struct db_stmt tell_done = {
        "poll_done", "select sync.poll_done($1::integer, $2::text, $3::boolean, $4::text)", 4};

static const struct db_stmt tell_failed = {
        "poll_failed",
        "select failures, wait from sync.poll_failed($1::integer, $2::text, $3::text, $4::integer)",
        4};

static const struct db_stmt tell_release = {"poll_release",
                                            "select sync.poll_release($1::integer, $2::text)", 2};

static void poll_run_free(struct poll_run *round)
{
	ask_release(&round->ask);
	recheck_release(&round->reread);
	page_cursor_release(&round->listing);
	free(round->source_id);
	free(round->source);
	free(round->etag);
	free(round);
}

void rounds_free(struct rounds *rounds)
{
	struct poll_run *round;

	while ((round = LIST_FIRST(&rounds->list))) {
		LIST_REMOVE(round, link);
		poll_run_free(round);
	}
}

static void poll_run_end(struct poll_run *round)
{
	struct rounds *rounds = round->rounds;

	LIST_REMOVE(round, link);
	rounds->count--;
	poll_run_free(round);
	rounds->ended(rounds->arg);
}

/* What the database does not take ends the round: the lease runs out, and the window is read
 * again. */
static bool dropped(struct poll_run *round, const struct db_error *error)
{
	if (!error)
		return false;
	if (!dberror_is_offline(error))
		log_warnx("poll: '%s' is given up: %s", round->source, error->message);
	poll_run_end(round);
	return true;
}

static void on_told(void *arg, const PGresult *res, const struct db_error *error)
{
	if (!dropped(arg, error))
		poll_run_end(arg);
}

static void on_failed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *round = arg;

	if (dropped(round, error))
		return;
	log_warnx("poll: '%s' failed %s times; next attempt in %s s", round->source,
	          db_json_text(res, 0, "failures"), db_json_text(res, 0, "wait"));
	poll_run_end(round);
}

static const char *key_of(const struct poll_run *round)
{
	return round->keyed ? keys_find(push_keys(round->rounds->push), round->source) : NULL;
}

/* A peer may say what it was asked, the key too. */
static const char *harmless(const struct poll_run *round, const char *said)
{
	const char *key = keys_find(push_keys(round->rounds->push), round->source);

	return said && key && strstr(said, key) ? NULL : said;
}

static void fail(struct poll_run *round, const char *why, const char *said, long retry_after)
{
	const char *words = harmless(round, said);
	char after[24], *error = xasprintf("%s%s%s", why, words ? ": " : "", words ? words : "");
	const char *params[] = {round->source_id, round->rounds->daemon, error, after};

	log_warnx("poll: '%s': %s", round->source, why);
	metrics_add(round->rounds->metrics, METRIC_POLLS, 1, "source=\"%s\",outcome=\"failed\"",
	            round->source);
	snprintf(after, sizeof(after), "%ld",
	         retry_after < RETRY_AFTER_MAX ? retry_after : RETRY_AFTER_MAX);
	db_query(round->rounds->db, &tell_failed, params, on_failed, round);
	free(error);
}

static void finish(struct poll_run *round)
{
	const char *params[] = {round->source_id, round->rounds->daemon,
	                        round->listing.cut ? "true" : "false", round->etag};

	poll_stats_log(&round->tally, round->source);
	metrics_add(round->rounds->metrics, METRIC_POLLS, 1, "source=\"%s\",outcome=\"done\"",
	            round->source);
	db_query(round->rounds->db, &tell_done, params, on_told, round);
}

/* The next call is made when the peer can bear it. */
static void go_on(struct poll_run *round)
{
	round->waiting = true;
}

static void take(struct poll_run *round);

static void on_taken(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *round = arg;

	if (dropped(round, error))
		return;
	for (int row = 0; row < PQntuples(res); row++)
		poll_stats_add(&round->tally, round->source, round->rounds->metrics, res, row);
	page_cursor_taken(&round->listing);
	take(round);
}

static void take(struct poll_run *round)
{
	json_t *some = page_cursor_take(&round->listing, round->rounds->batch);
	char *text = some ? json_dumps(some, JSON_COMPACT) : NULL;
	const char *params[] = {round->source_id, round->rounds->daemon, text,
	                        round->rounds->lease};

	if (some)
		db_query(round->rounds->db, &take_items, params, on_taken, round);
	else
		go_on(round);
	free(text);
	json_decref(some);
}

static void keep_etag(struct poll_run *round, const char *etag)
{
	if (round->listing.page > 1)
		return;
	free(round->etag);
	round->etag = etag ? xstrdup(etag) : NULL;
}

static void on_list(void *arg, const struct client_answer *answer)
{
	struct poll_run *round = arg;
	struct peer_page page;

	if (answer->failure) {
		fail(round, answer->failure, NULL, 0);
		return;
	}
	if (answer->status == 304 && round->etag) {
		page_cursor_same(&round->listing);
		go_on(round);
		return;
	}
	page = peer_page_read(answer->status, answer->type, answer->body, answer->len);
	keep_etag(round, answer->etag);
	if (page.why) {
		fail(round, page.why, page.said, answer->retry_after);
	} else {
		page_cursor_add(&round->listing, page.items);
		take(round);
	}
	peer_page_release(&page);
}

/* Takes over url. */
static void get(struct poll_run *round, char *url, const char *etag, client_done *done)
{
	round->next_call = when_ticks() + round->gap;
	client_get(round->rounds->client, url, ask_accept(&round->ask), etag,
	           round->rounds->timeout, done, round);
	OPENSSL_cleanse(url, strlen(url));
	free(url);
}

static void on_reread(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll_run *round = arg;

	if (dropped(round, error))
		return;
	poll_stats_count(&round->tally, db_json_text(res, 0, "outcome"));
	go_on(round);
}

static void tell_single(struct poll_run *round, const struct recheck_news *news)
{
	char *items = news->items ? json_dumps(news->items, JSON_COMPACT) : NULL;
	const char *params[] = {round->source_id, round->rounds->daemon, news->id, items,
	                        round->rounds->lease};

	db_query(round->rounds->db, &tell_reread, params, on_reread, round);
	free(items);
}

static void on_single(void *arg, const struct client_answer *answer)
{
	struct poll_run *round = arg;

	recheck_judge(&round->reread, answer);
	go_on(round);
}

/* What there is to do next: tell the database what a single request has become, ask for another
 * page or another single request, or end. */
static void step(struct poll_run *round)
{
	const char *params[] = {round->source_id, round->rounds->daemon}, *id, *etag;
	struct recheck_news news;

	round->waiting = false;
	if (round->rounds->draining)
		db_query(round->rounds->db, &tell_release, params, on_told, round);
	else if (recheck_news(&round->reread, round->source, &news))
		tell_single(round, &news);
	else if (!round->listing.whole)
		get(round,
		    ask_list(&round->ask, key_of(round), round->listing.page, round->listing.count),
		    round->listing.page == 1 ? round->etag : NULL, on_list);
	else if (recheck_next(&round->reread, &id, &etag))
		get(round, ask_single(&round->ask, key_of(round), id), etag, on_single);
	else
		finish(round);
}

static void poll_run_begin(struct rounds *rounds, const PGresult *res, int row)
{
	struct poll_run *round = xcalloc(1, sizeof(*round));
	const char *etag = db_json_text(res, row, "etag"),
	           *paging = db_json_text(res, row, "paging");

	round->rounds = rounds;
	round->source_id = xstrdup(db_json_text(res, row, "source_id"));
	round->source = xstrdup(db_json_text(res, row, "source"));
	round->keyed = *db_json_text(res, row, "keyed") == 't';
	round->gap = (int)strtol(db_json_text(res, row, "gap"), NULL, 10);
	round->etag = etag ? xstrdup(etag) : NULL;
	ask_init(&round->ask, db_json_text(res, row, "url"), db_json_text(res, row, "format"),
	         paging, db_json_json(res, row, "params"), db_json_json(res, row, "base"));
	page_cursor_init(&round->listing, round->ask.paging != ASK_WHOLE,
	                 strcmp(paging, "narrow") == 0,
	                 strtoul(db_json_text(res, row, "page_size"), NULL, 10));
	recheck_init(&round->reread, db_json_json(res, row, "known"));
	LIST_INSERT_HEAD(&rounds->list, round, link);
	rounds->count++;
	round->next_call = when_ticks();
	go_on(round);
}

void rounds_begin(struct rounds *rounds, const PGresult *res)
{
	for (int row = 0; row < PQntuples(res); row++)
		poll_run_begin(rounds, res, row);
}

/* Milliseconds until its next call; -1: it waits for an answer. */
static int64_t left(const struct poll_run *round)
{
	int64_t ms = round->next_call - when_ticks();

	if (!round->waiting)
		return -1;
	return ms > 0 && !round->rounds->draining ? ms : 0;
}

int64_t rounds_timeout(const struct rounds *rounds)
{
	const struct poll_run *round = LIST_FIRST(&rounds->list);
	int64_t wait = -1;

	for (; round; round = LIST_NEXT(round, link)) {
		int64_t ms = left(round);

		if (ms >= 0 && (wait < 0 || ms < wait))
			wait = ms;
	}
	return wait;
}

void rounds_step(struct rounds *rounds)
{
	struct poll_run *round, *next;

	for (round = LIST_FIRST(&rounds->list); round; round = next) {
		next = LIST_NEXT(round, link);
		if (left(round) == 0)
			step(round);
	}
}
