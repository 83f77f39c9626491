/* Opens a connection, steps it and notes what it says. */
#include "tests/lib/observed.h"

#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

/* What an answer is noted as. */
struct probe {
	struct observed *seen;
	const char *name;
};

const struct db_stmt observed_echo = {"echo", "select $1::text", 1};
const struct db_stmt observed_nap = {"nap", "select pg_sleep($1::float8)", 1};
const struct db_stmt observed_name = {"name", "select set_config('application_name', $1, false)",
                                      1};
const struct db_stmt observed_end = {
        "terminate",
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1",
        1};
static const struct db_stmt sleeping = {
        "sleeping",
        "select count(*) from pg_stat_activity where state = 'active' and wait_event = 'PgSleep'"
        " and application_name = $1",
        1};

void observed_begin(void)
{
	if (!getenv("PGHOST")) {
		printf("no server: PGHOST is not set\n");
		exit(SKIPPED);
	}
	i18n_init("en");
}

static void on_state(void *arg, enum db_state state, const char *why)
{
	struct observed *seen = arg;

	buf_addc(&seen->states, "crd"[state]);
	if (state == DB_DOWN) {
		free(seen->why);
		seen->why = xstrdup(why);
	} else {
		assert_null(why);
	}
}

static void on_notify(void *arg, const char *topic)
{
	struct observed *seen = arg;

	buf_addf(&seen->notified, "%s ", topic);
}

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct probe *q = arg;

	assert_true(!res != !error);
	if (error)
		buf_addf(&q->seen->answers, "%s!%s ", q->name, error->sqlstate);
	else
		buf_addf(&q->seen->answers, "%s=%s ", q->name,
		         PQntuples(res) ? PQgetvalue(res, 0, 0) : "");
	q->seen->nanswers++;
	free(q);
}

uint64_t observed_ask(struct observed *seen, const char *name, const struct db_stmt *stmt,
                      const char *param)
{
	struct probe *q = xmalloc(sizeof(*q));
	const char *const params[] = {param};

	*q = (struct probe){seen, name};
	return db_query(seen->db, stmt, params, on_answer, q);
}

static void step(struct observed *seen)
{
	struct pollfd p = {.fd = db_fd(seen->db), .events = db_events(seen->db)};

	poll(&p, 1, db_timeout(seen->db) == -1 ? 100 : db_timeout(seen->db));
	db_step(seen->db);
}

void observed_until(struct observed *seen, bool (*reached)(struct observed *, intptr_t),
                    intptr_t value)
{
	int64_t end = when_ticks() + OBSERVED_LIMIT;

	while (!reached(seen, value)) {
		assert_true(when_ticks() < end);
		step(seen);
	}
}

static bool is_state(struct observed *seen, intptr_t state)
{
	return db_state(seen->db) == (enum db_state)state;
}

void observed_until_state(struct observed *seen, enum db_state state)
{
	observed_until(seen, is_state, state);
}

static bool has_answers(struct observed *seen, intptr_t n)
{
	return seen->nanswers >= n;
}

void observed_until_answers(struct observed *seen, int n)
{
	observed_until(seen, has_answers, n);
}

static bool is_sleeping(struct observed *seen, intptr_t unused)
{
	bool executing;

	seen->nanswers = 0;
	buf_clear(&seen->answers);
	observed_ask(seen, "n", &sleeping, "sleeper");
	observed_until_answers(seen, 1);
	executing = strcmp(seen->answers.data, "n=1 ") == 0;
	buf_clear(&seen->answers);
	return executing;
}

void observed_until_sleeper(struct observed *seen)
{
	observed_until(seen, is_sleeping, 0);
}

struct observed *observed_open(const struct db_options *options)
{
	struct observed *seen = xcalloc(1, sizeof(*seen));
	const struct db_hooks hooks = {on_state, on_notify, seen};

	seen->db = db_new(options, &hooks);
	return seen;
}

struct observed *observed_open_at(const char *conninfo, int connect_timeout)
{
	const struct db_options options = {.conninfo = conninfo,
	                                   .appname = "varta-unit",
	                                   .language = "en",
	                                   .connect_timeout = connect_timeout,
	                                   .reconnect_max = 1000};

	return observed_open(&options);
}

struct observed *observed_open_ready(void)
{
	struct observed *seen = observed_open_at("dbname=postgres", OBSERVED_LIMIT);

	observed_until_state(seen, DB_READY);
	return seen;
}

void observed_close(struct observed *seen)
{
	db_free(seen->db);
	buf_release(&seen->answers);
	buf_release(&seen->states);
	buf_release(&seen->notified);
	free(seen->why);
	free(seen);
}
