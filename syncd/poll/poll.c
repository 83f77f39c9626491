#include "syncd/poll/poll.h"

#include "lib/db.h"
#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/http_client.h"
#include "syncd/poll/poll_run.h"
#include "syncd/push/push.h"

#include <stdlib.h>
#include <string.h>

/* ms; within PAUSE another daemon's death is noticed */
enum { PAUSE = 10000, BREATH = 100 };

static const struct db_stmt lease_rows = {
        "poll_lease", "select * from sync.poll_lease($1::text, $2::integer, $3::integer)", 3};

static const struct db_stmt next_rows = {"poll_next", "select sync.poll_next()", 0};

struct poll {
	struct db *db;
	struct poll_runs runs;
	bool asked; /* the database looks for work */
	bool again; /* there may be more */
	int64_t next;
};

static void idle(struct poll *poll, int64_t wait)
{
	poll->next = when_ticks() + (wait < 0 || wait > PAUSE ? PAUSE
	                             : wait < BREATH          ? BREATH
	                                                      : wait);
}

static void wake(struct poll *poll)
{
	poll->again = true;
	poll->next = when_ticks();
}

static void on_next(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll *poll = arg;

	poll->asked = false;
	idle(poll, res && !PQgetisnull(res, 0, 0) ? strtoll(PQgetvalue(res, 0, 0), NULL, 10) : -1);
	if (poll->again)
		wake(poll);
}

static void on_lease(void *arg, const PGresult *res, const struct db_error *error)
{
	struct poll *poll = arg;

	if (!error)
		poll_runs_begin(&poll->runs, res);
	else if (!dberror_is_offline(error))
		log_warnx("poll: nothing can be leased: %s", error->message);
}

static void ask(struct poll *poll)
{
	char sources[12];
	const char *params[] = {poll->runs.lease_owner, sources, poll->runs.lease};

	poll->asked = true;
	poll->again = false;
	snprintf(sources, sizeof(sources), "%d", POLL_RUNS_MAX - poll->runs.count);
	db_query(poll->db, &lease_rows, params, on_lease, poll);
	db_query(poll->db, &next_rows, NULL, on_next, poll);
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	if (state == DB_READY)
		wake(arg);
}

static void on_notify(void *arg, const char *channel)
{
	wake(arg);
}

static void on_run_end(void *arg)
{
	wake(arg);
}

struct poll *poll_new(const struct settings *s, struct http_client *client, const struct push *push,
                      struct metrics *metrics)
{
	struct poll *poll = xcalloc(1, sizeof(*poll));
	const struct db_options options = {.conninfo = s->database,
	                                   .appname = "varta-syncd poll",
	                                   .language = s->language,
	                                   .connect_timeout = s->connect_timeout,
	                                   .reconnect_max = s->reconnect_max,
	                                   .warnings = true};
	const struct db_hooks hooks = {.state = on_state, .notify = on_notify, .arg = poll};

	poll->db = db_new(&options, &hooks);
	db_listen(poll->db, "varta_config");
	poll->runs = (struct poll_runs){.db = poll->db,
	                                .client = client,
	                                .push = push,
	                                .lease_owner = push_daemon(push),
	                                .timeout = s->push_timeout,
	                                .batch = (size_t)s->batch,
	                                .metrics = metrics,
	                                .ended = on_run_end,
	                                .arg = poll};
	LIST_INIT(&poll->runs.list);
	/* between two calls of the database: a call to a peer, and the pause before it */
	snprintf(poll->runs.lease, sizeof(poll->runs.lease), "%d", 2 * s->push_timeout / 1000 + 90);
	idle(poll, PAUSE);
	return poll;
}

void poll_free(struct poll *poll)
{
	if (!poll)
		return;
	db_free(poll->db);
	poll_runs_free(&poll->runs);
	free(poll);
}

const struct db *poll_db(const struct poll *poll)
{
	return poll->db;
}

static bool may_ask(const struct poll *poll)
{
	return !poll->asked && !poll->runs.draining && db_state(poll->db) == DB_READY &&
	       poll->runs.count < POLL_RUNS_MAX;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int64_t poll_timeout(const struct poll *poll)
{
	int64_t wait = sooner(db_timeout(poll->db), poll_runs_timeout(&poll->runs));
	int64_t left = poll->next - when_ticks();

	return may_ask(poll) ? sooner(wait, left < 0 ? 0 : left) : wait;
}

void poll_step(struct poll *poll)
{
	db_step(poll->db);
	poll_runs_step(&poll->runs);
	if (may_ask(poll) && when_ticks() >= poll->next)
		ask(poll);
}

void poll_quiesce(struct poll *poll)
{
	poll->runs.draining = true;
}

bool poll_busy(const struct poll *poll)
{
	return poll->runs.count > 0 || poll->asked;
}
