/* uses: syncd/core/db_lane.c syncd/core/job.c
 *
 * A lane against a real server: one key never takes every connection, a key that runs into a
 * timeout is held and tries again by one query at a time, and the other keys hear nothing of it.
 * Where no server is named by PGHOST there is nothing to test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "syncd/core/db_lane.h"

enum { SKIPPED = 77, LIMIT = 20000 /* ms */, LOCK = 300, HELD = 1, FREE = 2 };

static const struct db_stmt take = {"take", "select pg_advisory_lock($1::bigint)", 1};
static const struct db_stmt echo = {"echo", "select $1::text", 1};

struct lane_test {
	struct db_lane *holder, *lane;
	char lock[16];      /* the number of the lock that holder has */
	struct buf answers; /* "ok 55P03 ": how each query ended */
	int n;
};

static void on_answer(void *arg, const PGresult *res, const struct db_error *error)
{
	struct lane_test *test = arg;

	buf_addf(&test->answers, "%s ", error ? error->sqlstate : "ok");
	test->n++;
}

static void step(struct db_lane *lane)
{
	struct job_descriptors fds = {.n = 0};

	db_lane_job.descriptors(lane, &fds);
	db_lane_job.step(lane);
}

/* Steps until so many queries have ended. */
static void until(struct lane_test *test, int n)
{
	int64_t end = when_ticks() + LIMIT;

	while (test->n < n) {
		assert_true(when_ticks() < end);
		step(test->holder);
		step(test->lane);
	}
}

static void until_ready(struct db_lane *lane)
{
	int64_t end = when_ticks() + LIMIT;

	while (db_lane_state(lane) != DB_READY) {
		assert_true(when_ticks() < end);
		step(lane);
	}
}

static void ask(struct lane_test *test, int key, const struct db_stmt *stmt)
{
	const char *const params[] = {test->lock};

	db_lane_query(test->lane, key, stmt, params, on_answer, test);
}

/* A lane, and another one whose session has taken what take waits for. */
static struct lane_test begin(void)
{
	char conninfo[] = "dbname=postgres";
	const struct settings settings = {.database = conninfo,
	                                  .connect_timeout = LIMIT,
	                                  .reconnect_max = 1000,
	                                  .lock_timeout = LOCK,
	                                  .statement_timeout = LIMIT};
	struct lane_test test = {.holder = db_lane_new(&settings, "holder", "varta-holder"),
	                         .lane = db_lane_new(&settings, "unit", "varta-unit")};

	const char *const params[] = {test.lock};

	snprintf(test.lock, sizeof(test.lock), "%d", (int)getpid());
	until_ready(test.holder);
	until_ready(test.lane);
	db_lane_query(test.holder, 0, &take, params, on_answer, &test);
	until(&test, 1);
	buf_clear(&test.answers);
	test.n = 0;
	return test;
}

static void end(struct lane_test *test)
{
	db_lane_job.free(test->holder);
	db_lane_job.free(test->lane);
	buf_release(&test->answers);
}

static void one_key_leaves_room_for_others(void **state)
{
	struct lane_test test = begin();

	for (int i = 0; i < 8; i++)
		ask(&test, HELD, &take);
	ask(&test, FREE, &echo);
	until(&test, 1);
	assert_string_equal(test.answers.data, "ok ");
	until(&test, 9);
	assert_string_equal(test.answers.data, "ok 55P03 55P03 55P03 55P03 55P03 55P03 55P03 "
	                                       "55P03 ");
	end(&test);
}

static void held_key_tries_one_at_a_time(void **state)
{
	struct lane_test test = begin();

	assert_false(db_lane_holds(test.lane, HELD));
	ask(&test, HELD, &take);
	until(&test, 1);
	assert_true(db_lane_holds(test.lane, HELD));
	assert_false(db_lane_refuses(test.lane, HELD));
	ask(&test, HELD, &take);
	step(test.lane);
	assert_true(db_lane_refuses(test.lane, HELD));
	assert_false(db_lane_refuses(test.lane, FREE));
	until(&test, 2);
	ask(&test, HELD, &echo);
	until(&test, 3);
	assert_false(db_lane_holds(test.lane, HELD));
	assert_string_equal(test.answers.data, "55P03 55P03 ok ");
	end(&test);
}

static void free_calls_nothing(void **state)
{
	struct lane_test test = begin();

	for (int i = 0; i < 4; i++)
		ask(&test, HELD, &take);
	end(&test);
	assert_int_equal(test.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(one_key_leaves_room_for_others),
	        cmocka_unit_test(held_key_tries_one_at_a_time),
	        cmocka_unit_test(free_calls_nothing),
	};

	if (!getenv("PGHOST"))
		return SKIPPED;
	i18n_init("en");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
