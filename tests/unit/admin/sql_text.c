/* Files of SQL as text: where a statement ends, with semicolons in comments, texts, names and
 * dollar quotes; and which objects statements create.
 *
 * uses: admin/schema/sql_text.c
 */
#include "admin/schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void test_statements(void **state)
{
	static const struct {
		const char *first, *rest;
	} cases[] = {
	        {"select 1;", " select 2;"},
	        {"select ';', 'it''s; so';", "x"},
	        {"select \"a;b\";", ""},
	        {"-- a; b\nselect 1;", "\n"},
	        {"/* a; 'b */ select 1;", " -- c;"},
	        {"do $$ begin null; end $$;", "select 2;"},
	        {"create function f() returns text return $a_1$;$$;$a_1$;", "x;"},
	        {"execute s($1);", ";"},
	        {";", ";"},
	        {"select 1", ""},
	        {"select 'never closed; ", ""},
	        {"do $x$ never; closed $$", ""},
	        {"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[128];
		snprintf(text, sizeof(text), "%s%s", cases[i].first, cases[i].rest);
		assert_int_equal(sql_statement_end(text) - text, strlen(cases[i].first));
	}
}

static void test_created(void **state)
{
	static const struct {
		const char *statement, *what;
	} cases[] = {
	        {"create type varta.t as (a integer);", "type varta.t"},
	        {"create view api.v with (security_barrier) as select 1;", "view api.v"},
	        {"create or replace view api.v as select 1;", "view api.v"},
	        {"-- a view; of two\n  CREATE VIEW api.v as select 1;", "view api.v"},
	        {"create trigger t before insert on varta.r for each row execute function f();",
	         "trigger t on varta.r"},
	        {"create constraint trigger t after insert on varta.r deferrable;",
	         "trigger t on varta.r"},
	        {"create policy p\n    on varta.r\n    for select;", "policy p on varta.r"},
	        {"create policy p -- who works on it\n on varta.r using (true);",
	         "policy p on varta.r"},
	        {"create or replace function f() returns integer;", NULL},
	        {"drop view api.v;", NULL},
	        {"comment on view api.v is 'create view x';", NULL},
	        {"create", NULL},
	        {"", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *statement = cases[i].statement;
		char *what = sql_created(statement, strlen(statement));
		if (cases[i].what)
			assert_string_equal(what, cases[i].what);
		else
			assert_null(what);
		free(what);
	}
}

/* What stands behind the statement is not read. */
static void test_created_ends(void **state)
{
	static const char text[] = "create view a as select 1; create view b as select 2;";
	char *what = sql_created(text, strcspn(text, ";") + 1);

	assert_string_equal(what, "view a");
	free(what);
	assert_null(sql_created(text, strlen("create ")));
}

static void test_sets(void **state)
{
	static const struct {
		const char *statement;
		bool sets;
	} cases[] = {{"set local role varta_view;", true},
	             {"-- As its owner\nSET x = 1;", true},
	             {"settle;", false},
	             {"select set_config('a', 'b', true);", false},
	             {"-- set x = 1", false},
	             {"", false}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(sql_sets(cases[i].statement, strlen(cases[i].statement)),
		                 cases[i].sets);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_statements),
	        cmocka_unit_test(test_created),
	        cmocka_unit_test(test_created_ends),
	        cmocka_unit_test(test_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
