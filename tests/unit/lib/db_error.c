/* lib/db_error: what the server refuses becomes a sentence, and no argument can do more in it than
 * stand there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"

static void check(const char *sqlstate, const char *detail, const char *expected)
{
	struct db_error error = {.message = (char *)"server's own words", .detail = (char *)detail};
	char *text;

	memcpy(error.sqlstate, sqlstate, 6);
	text = db_error_text(&error);
	assert_string_equal(text, expected);
	free(text);
}

static void every_code_has_its_sentence(void **state)
{
	check("VA001", "[\"request\", \"17\"]", "not found: request 17");
	check("VA001", "[\"request\", 17]", "not found: request 17");
	check("VA001", "[\"an open referral\"]", "not found: an open referral");
	check("VA002", "[\"accept\", \"answered\", \"17\"]",
	      "No. 17 is 'answered' already: 'accept' is not possible");
	check("VA002", "[\"accept\", \"answered\", \"17\", null]",
	      "No. 17 is 'answered' already: 'accept' is not possible");
	check("VA002", "[\"accept\", \"answered\", \"17\", \"it is paused\"]",
	      "No. 17: 'accept' is not possible: it is paused");
	check("VA002", "[\"recall\", \"published\", null, \"it is too late\"]",
	      "'recall the answer' is not possible: it is too late");
	check("VA003", "[\"reason\", \"because\", \"a code\"]",
	      "'because' is not allowed as reason: expected a code");
	check("VA003", "[\"reason\", null, \"a code\"]", "reason is missing: expected a code");
	check("VA003", "[\"reason\", \"\", \"a code\"]", "reason is missing: expected a code");
	check("VA003", "[\"reason\"]", "reason is missing or wrong");
	check("VA003", "[\"days\", \"31\", \"not beyond {4}\", \"2026-12-17\"]",
	      "'31' is not allowed as days: expected not beyond 2026-12-17");
	check("VA003", "[\"day\", \"x\", \"from {4} to {5}\", \"{5}\", 2026]",
	      "'x' is not allowed as day: expected from {5} to 2026");
	check("VA003", "[\"day\", \"x\", \"{1} {2w} {4} {9}\"]",
	      "'x' is not allowed as day: expected {1} {2w} {4} {9}");
	check("VA004", "[\"approve\", \"moderator\"]", "'approve' is only for a moderator");
	check("VA004", "[\"approve\", \"moderator, officer\"]",
	      "'approve' is only for a moderator or a district officer");
	check("VA004", "[\"referral_accept\", \"patrol\"]",
	      "'the unit takes it on' is only for patrol");
	check("VA005", "[\"city\", \"kyiv\"]", "there is already: city kyiv");
	check("VA006", "[\"colour\"]", "unknown key in the filter: colour");
	check("42501", NULL, "your role does not allow this");
	check("42501", "[\"moderator, admin\"]",
	      "your role does not allow this: it is only for a moderator or an administrator");
	check("VA004", "[\"refer\", \"moderator, officer, admin\"]",
	      "'refer' is only for a moderator, a district officer or an administrator");
	check("57014", NULL, "cancelled");
}

static void conflict_says_who_when_and_what(void **state)
{
	char now[WHEN_W3C_SIZE];
	char *clock, *detail, *expected;
	int64_t at = time(NULL);

	when_w3c(at, now);
	clock = when_short(at, at);
	detail = xasprintf("[\"Ігор Мельник\", \"%s\", \"accept\", 4]", now);
	expected = xasprintf("Ігор Мельник changed this request at %s (accept)", clock);
	check("40001", detail, expected);
	free(clock);
	free(detail);
	free(expected);
	check("40001", "[\"Ігор\", \"once\", \"accept\"]",
	      "Ігор changed this request at once (accept)");
	/* the server's own serialization failure has another detail, or none */
	check("40001", "Reason code: Canceled on identification as a pivot.",
	      "someone else changed this at the same moment");
	check("40001", NULL, "someone else changed this at the same moment");
}

static void offline_is_said_so(void **state)
{
	static const char *const offline[] = {"08000", "08003", "08006", "57P01", "57P02", "57P03"};

	for (size_t i = 0; i < sizeof(offline) / sizeof(offline[0]); i++) {
		struct db_error error;
		check(offline[i], NULL, "the database cannot be reached");
		error = (struct db_error){.message = NULL};
		memcpy(error.sqlstate, offline[i], 6);
		assert_true(db_error_is_offline(&error));
		assert_false(db_error_is_conflict(&error));
	}
	assert_true(db_error_is_conflict(&(struct db_error){.sqlstate = "40001"}));
	assert_false(db_error_is_offline(&(struct db_error){.sqlstate = "57014"}));
}

static void unknown_gives_the_servers_words(void **state)
{
	check("22012", NULL, "server's own words");
	check("VA999", "[\"a\"]", "server's own words");
	check("VA001", NULL, "server's own words");
	check("VA001", "not JSON", "server's own words");
	check("VA001", "{\"a\": 1}", "server's own words");
	check("VA001", "[{}, []]", "server's own words");
}

static void arguments_are_harmless(void **state)
{
	check("VA006", "[\"%s%n{1}\"]", "unknown key in the filter: %s%n{1}");
	check("VA006", "[\"\\u001b[2J\\u202e\"]", "unknown key in the filter: \u241b[2J<U+202E>");
	check("VA006", "[\"a\\nb\"]", "unknown key in the filter: a b");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(every_code_has_its_sentence),
	        cmocka_unit_test(conflict_says_who_when_and_what),
	        cmocka_unit_test(offline_is_said_so),
	        cmocka_unit_test(unknown_gives_the_servers_words),
	        cmocka_unit_test(arguments_are_harmless),
	};

	if (i18n_init("en") != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
