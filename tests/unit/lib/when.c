/* lib/when: the forms of a date that peers send, and how a moment is said to a person in Kyiv. */
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

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* 2026-11-22 is a Sunday. */
static int64_t at(const char *s)
{
	int64_t t = -1;

	assert_true(when_parse(s, 0, &t));
	return t;
}

static void parses_the_forms_of_the_wire(void **state)
{
	const int64_t expected = 1795362194; /* date -d 2026-11-22T15:43:14Z +%s */

	assert_int_equal(at("2026-11-22T15:43:14Z"), expected);
	assert_int_equal(at("2026-11-22T17:43:14+02:00"), expected);
	assert_int_equal(at("2026-11-22T17:43:14+0200"), expected);
	assert_int_equal(at("2026-11-22 17:43:14+02"), expected);
	assert_int_equal(at("2026-11-22T17:43:14 02:00"), expected);
	assert_int_equal(at("2026-11-22T10:13:14-05:30"), expected);
	assert_int_equal(at("2026-11-22T15:43:14.999Z"), expected);
	assert_int_equal(at("2026-11-22t15:43:14z"), expected);
	assert_int_equal(at("2026-11-22T15:43Z"), expected - 14);
	assert_int_equal(at("1970-01-01"), 0);
	assert_int_equal(at("1969-12-31T23:59:59Z"), -1);
	assert_int_equal(at("2024-02-29"), 1709164800);
	assert_int_equal(at("2016-12-31T23:59:60Z"), at("2017-01-01"));
}

static void takes_the_default_zone(void **state)
{
	int64_t t;

	assert_true(when_parse("2026-11-22T17:43:14", 2 * HOUR, &t));
	assert_int_equal(t, at("2026-11-22T15:43:14Z"));
	assert_true(when_parse("2026-11-22", 2 * HOUR, &t));
	assert_int_equal(t, at("2026-11-21T22:00:00Z"));
	assert_true(when_parse("2026-11-22T17:43:14Z", 2 * HOUR, &t));
	assert_int_equal(t, at("2026-11-22T17:43:14Z"));
}

static void refuses_what_is_no_date(void **state)
{
	static const char *const cases[] = {
	        "",
	        "x",
	        "2026",
	        "2026-11",
	        "2026-1-2",
	        "2026-13-01",
	        "2026-00-01",
	        "2026-11-00",
	        "2026-11-31",
	        "2026-02-29",
	        "1900-02-29",
	        "0000-01-01",
	        "26-11-22",
	        "2026-11-22T",
	        "2026-11-22T15",
	        "2026-11-22T24:00:00Z",
	        "2026-11-22T15:60:00Z",
	        "2026-11-22T15:43:61Z",
	        "2026-11-22T15:43:14.Z",
	        "2026-11-22T15:43:14ZZ",
	        "2026-11-22T15:43:14+2",
	        "2026-11-22T15:43:14+02:",
	        "2026-11-22T15:43:14+02:60",
	        "2026-11-22T15:43:14+99:00",
	        "2026-11-22T15:43:14 ",
	        " 2026-11-22",
	        "+026-11-22",
	        "2026-11-22X15:43:14Z",
	        "2026-11-22T15:43:14Z; drop",
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t t = 42;
		if (when_parse(cases[i], 0, &t))
			fail_msg("'%s' was taken for a date", cases[i]);
		assert_int_equal(t, 42);
	}
}

static void writes_what_it_parses(void **state)
{
	static const char *const cases[] = {"2026-11-22T15:43:14Z", "1970-01-01T00:00:00Z",
	                                    "1000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"};
	char out[WHEN_W3C_SIZE];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		when_w3c(at(cases[i]), out);
		assert_string_equal(out, cases[i]);
	}
	when_w3c(INT64_MIN, out);
	assert_string_equal(out, "1000-01-01T00:00:00Z");
	when_w3c(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59Z");
}

static void check_short(const char *moment, const char *expected)
{
	char *text = when_short(at(moment), at("2026-11-22T15:43:14Z"));

	assert_string_equal(text, expected);
	free(text);
}

/* Kyiv is two hours ahead in winter and three in summer. */
static void says_moments_shortly(void **state)
{
	check_short("2026-11-22T12:02:00Z", "14:02");
	check_short("2026-11-22T21:59:59Z", "23:59");
	check_short("2026-11-22T22:00:00Z", "Mon 00:00");
	check_short("2026-11-21T21:59:00Z", "Sat 23:59");
	check_short("2026-11-27T12:00:00Z", "Fri 14:00");
	check_short("2026-11-28T12:00:00Z", "Sat 14:00");
	check_short("2026-11-29T12:00:00Z", "29.11.2026");
	check_short("2026-11-16T12:00:00Z", "Mon 14:00");
	check_short("2026-11-15T12:00:00Z", "15.11.2026");
	check_short("2026-03-12T12:00:00Z", "12.03.2026");
}

/* Summer time ended on 2026-10-25: that Sunday had 25 hours. */
static void days_are_those_of_the_calendar(void **state)
{
	char *text = when_short(at("2026-10-24T21:30:00Z"), at("2026-10-25T21:30:00Z"));

	assert_string_equal(text, "00:30");
	free(text);
}

static void says_what_is_left(void **state)
{
	static const struct {
		int seconds;
		const char *expected;
	} cases[] = {
	        {0, "0 min"},
	        {59, "0 min"},
	        {-59, "0 min"},
	        {35 * MINUTE, "35 min"},
	        {HOUR - 1, "59 min"},
	        {HOUR, "1 h"},
	        {4 * HOUR + 59 * MINUTE, "4 h"},
	        {2 * DAY - 1, "47 h"},
	        {2 * DAY, "2 d"},
	        {15 * DAY, "15 d"},
	        {-MINUTE, "\u22121 min"},
	        {-2 * HOUR, "\u22122 h"},
	        {-3 * DAY, "\u22123 d"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = when_left(1000000 + cases[i].seconds, 1000000);
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

static void ticks_do_not_go_back(void **state)
{
	int64_t before = when_ticks();

	assert_true(when_ticks() >= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(parses_the_forms_of_the_wire),
	        cmocka_unit_test(takes_the_default_zone),
	        cmocka_unit_test(refuses_what_is_no_date),
	        cmocka_unit_test(writes_what_it_parses),
	        cmocka_unit_test(says_moments_shortly),
	        cmocka_unit_test(days_are_those_of_the_calendar),
	        cmocka_unit_test(says_what_is_left),
	        cmocka_unit_test(ticks_do_not_go_back),
	};

	setenv("TZ", "Europe/Kyiv", 1);
	tzset();
	if (i18n_init("en") != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
