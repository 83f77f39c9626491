/* A moment as a person types it, in English and Ukrainian, over the end of a month and the change
 * of the clocks; what is none is refused and changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "lib/base/i18n.h"
#include "lib/base/when.h"

/* Friday, 27 November 2026, 10:30 in Kyiv. */
static int64_t friday(void)
{
	int64_t now = 0;

	assert_true(when_parse("2026-11-27T10:30:00+02:00", 0, &now));
	return now;
}

static const struct {
	const char *text, *local;
} good[] = {
        {"2h", "2026-11-27 12:30"},
        {"3 г", "2026-11-27 13:30"},
        {"1d", "2026-11-28 08:00"},
        {"4 дні", "2026-12-01 08:00"},
        {"2w", "2026-12-11 08:00"},
        {"1т", "2026-12-04 08:00"},
        {"tomorrow", "2026-11-28 08:00"},
        {"Завтра", "2026-11-28 08:00"},
        {"tomorrow 14:00", "2026-11-28 14:00"},
        {"завтра 9:15", "2026-11-28 09:15"},
        {"fri", "2026-12-04 08:00"},
        {"ПТ", "2026-12-04 08:00"},
        {"monday", "2026-11-30 08:00"},
        {"понеділок 17:00", "2026-11-30 17:00"},
        {"п'ятниця", "2026-12-04 08:00"},
        {"нд", "2026-11-29 08:00"},
        {"14:00", "2026-11-27 14:00"},
        {"9:00", "2026-11-28 09:00"},
        {"1.12", "2026-12-01 08:00"},
        {"24.11", "2027-11-24 08:00"},
        {"24.12.2026 12:00", "2026-12-24 12:00"},
        {"2027-02-01", "2027-02-01 08:00"},
        {" 2d ", "2026-11-29 08:00"},
        {"200d", "2027-06-15 08:00"},
        {"2028-2-29 9:05", "2028-02-29 09:05"},
};

static void understood(void **state)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		int64_t at = 0;
		char local[WHEN_LOCAL_SIZE];
		assert_true(when_parse_typed(good[i].text, friday(), &at));
		when_local(at, local);
		assert_string_equal(local, good[i].local);
	}
}

static void refused(void **state)
{
	static const char *const bad[] = {
	        "",      " ",          "soon",         "2",      "2x",        "0d",        "25:00",
	        "14:60", "32.12",      "1.13",         "2026-1", "fri 25:00", "1.1x",      "пт о 5",
	        "h",     "2026-13-01", "99999999999d", "31.02",  "24.11.26",  "2027-02-29"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		int64_t at = 7;
		assert_false(when_parse_typed(bad[i], friday(), &at));
		assert_int_equal(at, 7);
	}
}

static const struct {
	const char *text, *first, *last;
} days[] = {
        {"today", "", "2026-11-27"},
        {"сьогодні", "", "2026-11-27"},
        {"27.11", "", "2026-11-27"},
        {"tomorrow", "", "2026-11-28"},
        {"пт", "", "2026-12-04"},
        {"5d", "", "2026-12-01"},
        {"1 д", "", "2026-11-27"},
        {"2w", "", "2026-12-10"},
        {"24.12–05.01", "2026-12-24", "2027-01-05"},
        {"24.12-31.12", "2026-12-24", "2026-12-31"},
        {" 24.12 — 31.12 ", "2026-12-24", "2026-12-31"},
        {"2026-12-24..2026-12-31", "2026-12-24", "2026-12-31"},
        {"2026-12-24 - 2026-12-31", "2026-12-24", "2026-12-31"},
        {"2026-12-24", "", "2026-12-24"},
        {"завтра – пн", "2026-11-28", "2026-11-30"},
        {"today–tomorrow", "2026-11-27", "2026-11-28"},
};

static void days_are_understood(void **state)
{
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++) {
		char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];
		assert_true(when_parse_days(days[i].text, friday(), first, last));
		assert_string_equal(first, days[i].first);
		assert_string_equal(last, days[i].last);
	}
}

static void days_are_refused(void **state)
{
	static const char *const bad[] = {
	        "",  "-",           "24.12-", "–31.12",         "31.02", "0d",
	        "5", "24.12-31.13", "soon",   "1.12-2.12-3.12", "пт-",   "колись – завтра"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];
		assert_false(when_parse_days(bad[i], friday(), first, last));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(understood), cmocka_unit_test(refused),
	                                   cmocka_unit_test(days_are_understood),
	                                   cmocka_unit_test(days_are_refused)};

	setenv("TZ", "Europe/Kyiv", 1);
	tzset();
	assert_int_equal(i18n_init("en"), 0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
