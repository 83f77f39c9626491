#include "syncd/push/push.h"

#include "lib/db.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/core/db_json.h"
#include "syncd/core/http_client.h"
#include "syncd/core/lease_owner.h"
#include "syncd/push/push_batch.h"

#include <stdlib.h>
#include <string.h>

enum {
	PAUSE = 10000, /* ms; the sooner, the sooner another daemon's death is noticed */
	ROWS = 20      /* in one lease: what a peer takes within seconds */
};

static const struct db_stmt lease_rows = {
        "push_lease", "select * from sync.push_lease($1::text, $2::integer, $3::integer)", 3};

static const struct db_stmt next_rows = {"push_next", "select sync.outbox_next('push')", 0};

static const struct db_stmt retry_rows = {"push_retry", "select sync.outbox_retry($1::text)", 1};

struct push {
	struct db *db;
	struct http_client *client;
	struct push_batches batches;
	char lease[16]; /* seconds */
	bool asked;     /* the database looks for work */
	bool again;     /* there may be more */
	int64_t leased; /* when it was asked, ticks */
	int64_t next;   /* when to ask without being told to */
	bool draining;
};

static void idle(struct push *push, int64_t wait)
{
	push->next = when_ticks() + (wait >= 0 && wait < PAUSE ? wait : PAUSE);
}

static void on_next(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push *push = arg;
	int64_t wait = -1;

	push->asked = false;
	if (res && !PQgetisnull(res, 0, 0))
		wait = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
	idle(push, push->again ? 0 : wait);
	push->again = false;
}

/* Rows come source by source. */
static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct push *push = arg;
	int64_t until = push->leased + strtol(push->lease, NULL, 10) * 1000;

	if (error) {
		if (!dberror_is_offline(error))
			log_warnx("push: nothing can be leased: %s", error->message);
		return;
	}
	push->again = push->again || PQntuples(res) >= ROWS;
	push_batches_begin(&push->batches, res, until);
}

static void ask(struct push *push)
{
	char rows[8];
	const char *params[] = {push->batches.lease_owner, rows, push->lease};

	push->asked = true;
	push->again = false;
	push->leased = when_ticks();
	snprintf(rows, sizeof(rows), "%d", ROWS);
	db_query(push->db, &lease_rows, params, on_lease, push);
	db_query(push->db, &next_rows, NULL, on_next, push);
}

static void wake(struct push *push)
{
	push->again = true;
	push->next = when_ticks();
}

/* That the database cannot be reached says the other connection. */
static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		wake(arg);
}

static void on_notify(void *arg, const char *channel)
{
	wake(arg);
}

static void on_batch_end(void *arg)
{
	wake(arg);
}

struct push *push_new(const struct settings *s, struct http_client *client,
                      struct credentials *keys, struct metrics *metrics)
{
	struct push *push = xcalloc(1, sizeof(*push));
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd push",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = push};

	push->db = db_new(&options, &hooks);
	db_listen(push->db, "varta_outbox");
	push->batches = (struct push_batches){.db = push->db,
	                                      .client = client,
	                                      .keys = keys,
	                                      .lease_owner = lease_owner_new(),
	                                      .timeout = s->push_timeout,
	                                      .metrics = metrics,
	                                      .ended = on_batch_end,
	                                      .arg = push};
	LIST_INIT(&push->batches.list);
	snprintf(push->lease, sizeof(push->lease), "%d", (3 * s->push_timeout + 999) / 1000);
	idle(push, PAUSE);
	return push;
}

void push_free(struct push *push)
{
	if (!push)
		return;
	db_free(push->db);
	push_batches_free(&push->batches);
	free(push);
}

/* Wakes up: what is due now is leased at once. */
static void on_retry(void *arg, const PGresult *res, const struct db_error *error)
{
	if (error && !dberror_is_offline(error))
		log_warnx("push: a new key hastens nothing: %s", error->message);
	wake(arg);
}

static void retry(void *arg, const char *source)
{
	struct push *push = arg;
	const char *params[] = {source};

	db_query(push->db, &retry_rows, params, on_retry, push);
}

void push_rekey(struct push *push, struct credentials *keys)
{
	credentials_changed(keys, push->batches.keys, retry, push);
	credentials_free(push->batches.keys);
	push->batches.keys = keys;
}

const struct credentials *push_keys(const struct push *push)
{
	return push->batches.keys;
}

const char *push_daemon(const struct push *push)
{
	return push->batches.lease_owner;
}

const struct db *push_db(const struct push *push)
{
	return push->db;
}

static bool may_ask(const struct push *push)
{
	return !push->asked && !push->draining && db_state(push->db) == DB_READY &&
	       push->batches.count < PUSH_BATCHES_MAX;
}

int64_t push_timeout(const struct push *push)
{
	int64_t left = push->next - when_ticks();
	int wait = db_timeout(push->db);

	if (!may_ask(push))
		return wait;
	if (left < 0)
		left = 0;
	return wait >= 0 && wait < left ? wait : left;
}

void push_step(struct push *push)
{
	db_step(push->db);
	push_batches_step(&push->batches);
	if (may_ask(push) && when_ticks() >= push->next)
		ask(push);
}

void push_quiesce(struct push *push)
{
	push->draining = true;
	push->batches.draining = true;
}

bool push_busy(const struct push *push)
{
	return push->batches.count > 0 || push->asked;
}
