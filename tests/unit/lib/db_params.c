/* lib/db_params and lib/db_result: what goes to the server as text, and what comes back from it,
 * with the edges of their types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

static void keeps_the_order_and_every_edge(void **state)
{
	struct db_params p = {0};

	db_params_int(&p, INT64_MIN);
	db_params_text(&p, NULL);
	db_params_text(&p, "as it is");
	db_params_bool(&p, false);
	db_params_degrees(&p, -179.99999999);
	db_params_time(&p, 1795362194);
	db_params_own(&p, xstrdup("mine"));
	assert_int_equal(p.n, 7);
	assert_string_equal(p.text[0], "-9223372036854775808");
	assert_null(p.text[1]);
	assert_string_equal(p.text[2], "as it is");
	assert_string_equal(p.text[3], "false");
	assert_string_equal(p.text[4], "-180.0000000");
	assert_string_equal(p.text[5], "2026-11-22T15:43:14Z");
	assert_string_equal(p.text[6], "mine");
	db_params_release(&p);
	assert_int_equal(p.n, 0);
}

static void writes_json(void **state)
{
	struct db_params p = {0};
	json_t *json = json_pack("{s:[i,s]}", "a", 1, "b");

	db_params_json(&p, json);
	db_params_json(&p, NULL);
	json_decref(json);
	assert_string_equal(p.text[0], "{\"a\":[1,\"b\"]}");
	assert_null(p.text[1]);
	db_params_release(&p);
}

/* One row; a NULL value is null. */
static PGresult *make_row(const char *const columns[], const char *const values[], int n)
{
	PGresult *res = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc attributes[8] = {0};

	for (int i = 0; i < n; i++)
		attributes[i].name = (char *)columns[i];
	assert_true(PQsetResultAttrs(res, n, attributes));
	for (int i = 0; i < n; i++)
		assert_true(PQsetvalue(res, 0, i, (char *)values[i],
		                       values[i] ? (int)strlen(values[i]) : -1));
	return res;
}

static void reads_by_column(void **state)
{
	PGresult *res = make_row(
	        (const char *const[]){"id", "title", "yes", "lat", "list"},
	        (const char *const[]){"9223372036854775807", "Яма", "t", "50.45", "[1]"}, 5);
	json_t *list = db_result_json(res, 0, "list");

	assert_true(db_result_int(res, 0, "id") == INT64_MAX);
	assert_string_equal(db_result_text(res, 0, "title"), "Яма");
	assert_true(db_result_bool(res, 0, "yes"));
	assert_true(db_result_real(res, 0, "lat") == 50.45);
	assert_int_equal(json_array_size(list), 1);
	assert_null(db_result_optional(res, 0, "none"));
	assert_string_equal(db_result_optional(res, 0, "title"), "Яма");
	json_decref(list);
	PQclear(res);
}

static void null_has_a_value_in_each_type(void **state)
{
	PGresult *res = make_row((const char *const[]){"x"}, (const char *const[]){NULL}, 1);

	assert_null(db_result_text(res, 0, "x"));
	assert_null(db_result_optional(res, 0, "x"));
	assert_null(db_result_json(res, 0, "x"));
	assert_int_equal(db_result_int(res, 0, "x"), 0);
	assert_true(db_result_real(res, 0, "x") == 0);
	assert_false(db_result_bool(res, 0, "x"));
	assert_null(db_value_text(res));
	assert_int_equal(db_value_int(res, -1), -1);
	assert_false(db_value_bool(res));
	PQclear(res);
}

static void the_only_value_needs_no_name(void **state)
{
	PGresult *res = make_row((const char *const[]){"?column?"}, (const char *const[]){"12"}, 1);
	PGresult *empty = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);

	assert_int_equal(db_value_int(res, -1), 12);
	assert_int_equal(db_value_int(empty, -1), -1);
	assert_int_equal(db_value_int(NULL, -1), -1);
	PQclear(empty);
	PQclear(res);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(keeps_the_order_and_every_edge),
	        cmocka_unit_test(writes_json),
	        cmocka_unit_test(reads_by_column),
	        cmocka_unit_test(null_has_a_value_in_each_type),
	        cmocka_unit_test(the_only_value_needs_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
