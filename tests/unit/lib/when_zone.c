/* A deadline reads as the last moment that is permitted, in the zone of its city: the midnight at
 * the end of a day is that day, not the next one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "lib/base/when_zone.h"

#define KYIV "Europe/Kyiv"

static int64_t at(const char *w3c)
{
	int64_t moment = 0;

	assert_true(when_parse(w3c, 0, &moment));
	return moment;
}

static void check(const char *due, const char *now, const char *zone, const char *expected)
{
	char *text = when_until(at(due), at(now), zone);

	assert_string_equal(text, expected);
	free(text);
}

static void says_the_last_day(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	check("2026-12-01T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Mon 30.11");
	check("2026-11-29T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Sat 28.11");
	check("2026-12-15T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Mon 14.12");
	check("2027-01-01T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Thu 31.12");
	check("2027-01-02T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by 01.01.2027");
	check("2026-12-01T14:02:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Tue 14:02");
	check("2026-11-28T18:30:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by 18:30");
	check("2026-12-10T14:02:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Thu 10.12");
	/* summer time: the day has 25 hours */
	check("2026-10-26T00:00:00+02:00", "2026-10-24T12:00:00Z", KYIV, "by Sun 25.10");
}

/* The same moment in another city, and on a computer in another one still. */
static void by_the_clock_of_the_city(void **state)
{
	static const char *const zones[] = {"UTC", "America/New_York", KYIV};
	char sorted[WHEN_LOCAL_SIZE];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		check("2026-12-01T00:00:00+02:00", "2026-11-28T12:00:00Z", KYIV, "by Mon 30.11");
		check("2026-12-01T00:00:00+02:00", "2026-11-28T12:00:00Z", "Europe/Warsaw",
		      "by Mon 23:00");
		when_until_sorted(at("2026-12-01T00:00:00+02:00"), KYIV, sorted);
		assert_string_equal(sorted, "2026-11-30");
		when_until_sorted(at("2026-12-01T09:05:00+02:00"), KYIV, sorted);
		assert_string_equal(sorted, "2026-12-01 09:05");
		assert_string_equal(getenv("TZ"), zones[i]);
	}
	when_until_sorted(at("2026-12-01T00:00:00+02:00"), NULL, sorted);
	assert_string_equal(sorted, "2026-11-30");
}

static void with_a_clock_of_its_own(void **state)
{
	char day[WHEN_DAY_SIZE];

	(void)state;
	when_until_w3c("2026-12-15T00:00:00+02:00", day);
	assert_string_equal(day, "14.12.2026");
	when_until_w3c("2027-01-01T00:00:00+02:00", day);
	assert_string_equal(day, "31.12.2026");
	when_until_w3c("2026-12-15T14:02:00+02:00", day);
	assert_string_equal(day, "15.12.2026 14:02");
	when_until_w3c("soon", day);
	assert_string_equal(day, "");
	when_until_w3c("", day);
	assert_string_equal(day, "");
}

/* Before this a console on a server that runs by UTC said 'received 23:53' at 01:53 of the city. */
static void uses_the_clock_of_the_city(void **state)
{
	char local[WHEN_LOCAL_SIZE];

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	when_use_zone(KYIV);
	when_local(at("2026-11-29T23:53:00Z"), local);
	assert_string_equal(local, "2026-11-29 23:53");
	unsetenv("TZ");
	when_use_zone(KYIV);
	when_local(at("2026-11-29T23:53:00Z"), local);
	assert_string_equal(local, "2026-11-30 01:53");
	when_use_zone(NULL);
	when_local(at("2026-11-29T23:53:00Z"), local);
	assert_string_equal(local, "2026-11-30 01:53");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(says_the_last_day),
	        cmocka_unit_test(by_the_clock_of_the_city),
	        cmocka_unit_test(with_a_clock_of_its_own),
	        cmocka_unit_test(uses_the_clock_of_the_city),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
