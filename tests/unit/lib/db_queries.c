/* Queries of lib/db against a real server: they share a round trip and are answered in their order,
 * one that fails disturbs no other, and what a connection has prepared is prepared once.
 *
 * uses: tests/lib/observed.c */
#include "tests/lib/observed.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct db_stmt broken = {"broken", "select * from no_such_table where $1 = ''", 1};
static const struct db_stmt divide = {"divide", "select 1 / length($1)", 1};
static const struct db_stmt count_prepared = {
        "count", "select count(*) from pg_prepared_statements where name like $1", 1};

static void answers_in_order(void **state)
{
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "a", &observed_echo, "1");
	observed_ask(seen, "b", &observed_echo, "2");
	observed_ask(seen, "c", &observed_echo, NULL);
	observed_ask(seen, "d", &observed_echo, "Київ");
	assert_int_equal(seen->nanswers, 0);
	observed_until_answers(seen, 4);
	assert_string_equal(seen->answers.data, "a=1 b=2 c= d=Київ ");
	assert_string_equal(seen->states.data, "r");
	observed_close(seen);
}

static void error_stays_alone(void **state)
{
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "a", &observed_echo, "1");
	observed_ask(seen, "b", &divide, "");
	observed_ask(seen, "c", &observed_echo, "3");
	observed_ask(seen, "d", &divide, "x");
	observed_until_answers(seen, 4);
	assert_string_equal(seen->answers.data, "a=1 b!22012 c=3 d=1 ");
	observed_close(seen);
}

/* Both fail with the reason, not the second one with 'no such prepared statement'; and once the
 * table is there, the same statement works on the same connection. */
static void failed_prepare_is_retried(void **state)
{
	static const struct db_stmt create = {NULL, "create temp table no_such_table (a int)", 0};
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "a", &broken, "");
	observed_ask(seen, "b", &broken, "");
	observed_ask(seen, "c", &observed_echo, "3");
	observed_until_answers(seen, 3);
	assert_string_equal(seen->answers.data, "a!42P01 b!42P01 c=3 ");
	buf_clear(&seen->answers);
	observed_ask(seen, "create", &create, NULL);
	observed_ask(seen, "a", &broken, "");
	observed_ask(seen, "b", &broken, "");
	observed_until_answers(seen, 6);
	assert_string_equal(seen->answers.data, "create= a= b= ");
	observed_close(seen);
}

/* After a schema upgrade a function may return other columns than when it was prepared. */
static void stale_statement_is_prepared_anew(void **state)
{
	static const struct db_stmt create = {NULL, "create temp table t as select 1 as a", 0};
	static const struct db_stmt alter = {NULL, "alter table t alter a type text", 0};
	static const struct db_stmt get = {"get", "select a from t", 0};
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "create", &create, NULL);
	observed_ask(seen, "a", &get, NULL);
	observed_ask(seen, "alter", &alter, NULL);
	observed_ask(seen, "b", &get, NULL);
	observed_ask(seen, "c", &get, NULL);
	observed_until_answers(seen, 5);
	assert_string_equal(seen->answers.data, "create= a=1 alter= b=1 c=1 ");
	observed_close(seen);
}

/* A deferred constraint complains at the commit, when the rows have already been answered. */
static void error_at_commit_is_an_error(void **state)
{
	static const struct db_stmt create = {
	        NULL, "create temp table t (a int unique deferrable initially deferred)", 0};
	static const struct db_stmt insert = {"insert", "insert into t values (1) returning a", 0};
	struct observed *seen = observed_open_ready();

	observed_ask(seen, "create", &create, NULL);
	observed_ask(seen, "a", &insert, NULL);
	observed_ask(seen, "b", &insert, NULL);
	observed_ask(seen, "c", &observed_echo, "3");
	observed_until_answers(seen, 4);
	assert_string_equal(seen->answers.data, "create= a=1 b!23505 c=3 ");
	observed_close(seen);
}

static void statements_are_prepared_once(void **state)
{
	struct observed *seen = observed_open_ready();

	for (int i = 0; i < 3; i++)
		observed_ask(seen, "a", &observed_echo, "1");
	observed_until_answers(seen, 3);
	observed_ask(seen, "a", &observed_echo, "1");
	buf_clear(&seen->answers);
	observed_ask(seen, "n", &count_prepared, "echo-%");
	observed_until_answers(seen, 5);
	assert_string_equal(seen->answers.data, "a=1 n=1 ");
	observed_close(seen);
}

/* More than a socket buffer holds, in both directions at once. */
static void large_values_pass(void **state)
{
	static const struct db_stmt twice = {"twice", "select length($1), $1 || $1", 1};
	struct observed *seen = observed_open_ready();
	char *large = xmalloc(4000001);

	memset(large, 'x', 4000000);
	large[4000000] = '\0';
	observed_ask(seen, "a", &twice, large);
	observed_ask(seen, "b", &twice, large);
	observed_ask(seen, "c", &observed_echo, "1");
	observed_until_answers(seen, 3);
	assert_string_equal(seen->answers.data, "a=4000000 b=4000000 c=1 ");
	free(large);
	observed_close(seen);
}

static void arrays_are_read_back(void **state)
{
	static const struct db_stmt stmt = {NULL, "select array_to_json($1::text[])::text", 1};
	struct observed *seen = observed_open_ready();
	struct buf array = {0};

	db_array_adds(&array, "a \"b\", {c}");
	db_array_adds(&array, "d\\e");
	db_array_adds(&array, "null");
	db_array_adds(&array, NULL);
	db_array_adds(&array, "");
	observed_ask(seen, "a", &stmt, db_array_end(&array));
	observed_until_answers(seen, 1);
	assert_string_equal(seen->answers.data,
	                    "a=[\"a \\\"b\\\", {c}\",\"d\\\\e\",\"null\",null,\"\"] ");
	buf_release(&array);
	observed_close(seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(answers_in_order),
	        cmocka_unit_test(error_stays_alone),
	        cmocka_unit_test(failed_prepare_is_retried),
	        cmocka_unit_test(stale_statement_is_prepared_anew),
	        cmocka_unit_test(error_at_commit_is_an_error),
	        cmocka_unit_test(statements_are_prepared_once),
	        cmocka_unit_test(large_values_pass),
	        cmocka_unit_test(arrays_are_read_back),
	};

	observed_begin();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
