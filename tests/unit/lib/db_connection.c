/* The connection of lib/db to a real server: how a session begins, what it hears, and that a lost
 * one comes back with its channels, after a pause that grows.
 *
 * uses: tests/lib/observed.c */
#include "tests/lib/observed.h"

#include "lib/base/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct db_stmt notify = {"notify", "select pg_notify($1, 'a topic')", 1};
static const struct db_stmt listen_city = {NULL, "listen varta_city_7", 0};
static const struct db_stmt listen_config = {NULL, "listen varta_config", 0};

static bool is_notified(struct observed *seen, intptr_t unused)
{
	return seen->notified.len > 0;
}

static bool is_notified_last(struct observed *seen, intptr_t unused)
{
	return seen->notified.len > 0 && strstr(seen->notified.data, "a topic ");
}

static bool was_down(struct observed *seen, intptr_t times)
{
	intptr_t n = 0;

	for (size_t i = 0; i < seen->states.len; i++)
		n += seen->states.data[i] == 'd';
	return n >= times;
}

static void language_and_name_are_set(void **state)
{
	static const struct db_stmt get = {
	        NULL,
	        "select concat_ws(' ', current_setting('varta.lang'), "
	        "current_setting('application_name'), current_setting('client_encoding'))",
	        0};
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "a", &get, NULL);
	observed_until_answers(seen, 1);
	assert_string_equal(seen->answers.data, "a=en varta-unit UTF8 ");
	observed_close(seen);
}

static bool is_notified_twice(struct observed *seen, intptr_t unused)
{
	return seen->notified.len > 0 && strcmp(seen->notified.data, "a topic a topic ") == 0;
}

/* At once, and once more: of many that commit at the same time not each one notifies. */
static void notifications_arrive(void **state)
{
	struct observed *seen = observed_open_ready();
	struct observed *other = observed_open_ready();

	db_listen(seen->db, &listen_city, NULL);
	db_listen(seen->db, &listen_city, NULL);
	observed_ask(seen, "a", &observed_echo, "listening");
	observed_until_answers(seen, 1);
	observed_ask(other, "b", &notify, "varta_city_7");
	observed_until_answers(other, 1);
	observed_until(seen, is_notified, 0);
	assert_string_equal(seen->notified.data, "a topic ");
	observed_until(seen, is_notified_twice, 0);
	observed_close(seen);
	observed_close(other);
}

/* A flood of notifications: the first is told at once, the rest once at the end of the pause, and
 * nothing is lost; what is asked for meanwhile is answered. */
static void floods_are_damped(void **state)
{
	static const struct db_stmt flood = {"flood",
	                                     "select count(pg_notify('varta_city_7', i::text)) "
	                                     "from generate_series(1, $1::int) i",
	                                     1};
	struct observed *seen = observed_open_ready();
	struct observed *other = observed_open_ready();
	size_t told;

	db_listen(seen->db, &listen_city, NULL);
	observed_ask(seen, "a", &observed_echo, "listening");
	observed_until_answers(seen, 1);
	for (int i = 0; i < 20; i++)
		observed_ask(other, "f", &flood, "1000");
	observed_until_answers(other, 20);
	observed_ask(seen, "b", &observed_echo, "answered");
	observed_until_answers(seen, 2);
	observed_ask(other, "n", &notify, "varta_city_7");
	observed_until_answers(other, 21);
	observed_until(seen, is_notified_last, 0);
	told = 0;
	for (const char *s = seen->notified.data; *s; s++)
		told += *s == ' ';
	assert_in_range(told, 2, 40);
	observed_close(seen);
	observed_close(other);
}

static void connection_comes_back(void **state)
{
	struct observed *seen = observed_open_ready();
	struct observed *other = observed_open_ready();

	db_listen(seen->db, &listen_config, NULL);
	observed_ask(seen, "a", &observed_name, "victim");
	observed_until_answers(seen, 1);
	observed_ask(other, "kill", &observed_end, "victim");
	observed_until_answers(other, 1);
	observed_until_state(seen, DB_DOWN);
	assert_true(db_retry_in(seen->db) <= 250);
	assert_string_equal(seen->why, "terminating connection due to administrator command");
	observed_until_state(seen, DB_READY);
	assert_string_equal(seen->states.data, "rdcr");
	observed_ask(seen, "b", &observed_echo, "again");
	observed_until_answers(seen, 2);
	observed_ask(other, "c", &notify, "varta_config");
	observed_until_answers(other, 2);
	observed_until(seen, is_notified, 0);
	assert_string_equal(seen->answers.data, "a=victim b=again ");
	observed_close(seen);
	observed_close(other);
}

/* What was sent has an unknown outcome; what is asked while down was never sent. */
static void lost_queries_are_told(void **state)
{
	struct observed *seen = observed_open_ready();
	struct observed *other = observed_open_ready();

	observed_ask(seen, "name", &observed_name, "sleeper");
	observed_ask(seen, "nap", &observed_nap, "600");
	observed_ask(seen, "behind", &observed_echo, "1");
	observed_until_sleeper(other);
	observed_ask(other, "kill", &observed_end, "sleeper");
	observed_until_answers(other, 2);
	observed_until_state(seen, DB_DOWN);
	observed_until_answers(seen, 3);
	assert_string_equal(seen->why, "terminating connection due to administrator command");
	assert_int_equal(db_fd(seen->db), -1);
	observed_ask(seen, "late", &observed_echo, "2");
	assert_int_equal(seen->nanswers, 3);
	assert_int_equal(db_timeout(seen->db), 0);
	db_step(seen->db);
	assert_string_equal(seen->answers.data, "name=sleeper nap!08006 behind!08006 late!08003 ");
	observed_close(seen);
	observed_close(other);
}

static void wrong_host_has_a_reason(void **state)
{
	struct observed *seen =
	        observed_open_at("host=/nowhere/at/all dbname=postgres", OBSERVED_LIMIT);

	observed_ask(seen, "a", &observed_echo, "1");
	observed_until_state(seen, DB_DOWN);
	assert_non_null(strstr(seen->why, "/nowhere/at/all"));
	assert_string_equal(seen->answers.data, "a!08003 ");
	observed_close(seen);

	seen = observed_open_at("dbname=no_such_database", OBSERVED_LIMIT);
	observed_until_state(seen, DB_DOWN);
	assert_non_null(strstr(seen->why, "no_such_database"));
	observed_close(seen);

	seen = observed_open_at("no connection string", OBSERVED_LIMIT);
	observed_until_state(seen, DB_DOWN);
	assert_true(strlen(seen->why) > 0);
	observed_close(seen);
}

static void pause_doubles(void **state)
{
	const int64_t begin = when_ticks();
	struct observed *seen = observed_open_at("host=/nowhere/at/all", OBSERVED_LIMIT);

	observed_until(seen, was_down, 3);
	/* before the third attempt 250 and 500 ms have passed, and 1000 are ahead */
	assert_true(when_ticks() - begin >= 750);
	assert_true(db_retry_in(seen->db) > 500);
	assert_true(db_retry_in(seen->db) <= 1000);
	assert_string_equal(seen->states.data, "dcdcd");
	observed_close(seen);
}

static void count_call(void *calls, const PGresult *res, const struct db_error *error)
{
	++*(int *)calls;
}

/* With queries under way, nothing is called any more and nothing leaks. */
static void free_calls_nothing(void **state)
{
	struct observed *seen = observed_open_ready();
	const char *const params[] = {"600"};
	int calls = 0;

	db_query(seen->db, &observed_nap, params, count_call, &calls);
	db_free(seen->db);
	seen->db = NULL;
	assert_int_equal(calls, 0);
	observed_close(seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(language_and_name_are_set),
	        cmocka_unit_test(notifications_arrive),
	        cmocka_unit_test(floods_are_damped),
	        cmocka_unit_test(connection_comes_back),
	        cmocka_unit_test(lost_queries_are_told),
	        cmocka_unit_test(wrong_host_has_a_reason),
	        cmocka_unit_test(pause_doubles),
	        cmocka_unit_test(free_calls_nothing),
	};

	observed_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
