/* Counts by day: a day of the city that has not begun by the clock here is the last one.
 *
 * uses: console/ui/day_chart.c console/ui/lines.c console/terminal/canvas.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "console/terminal/term.h"
#include "console/ui/day_chart.h"

/* In place of the terminal, which is not needed to count. */
int term_columns(void)
{
	return 80;
}

bool term_ascii(void)
{
	return false;
}

int term_text(int y, int x, int columns, enum style style, const char *text)
{
	return 0;
}

enum { DAYS = 30, NOON = 1795953600 }; /* 2026-11-29 12:00 UTC */

static void the_last_day_is_the_newest(void **state)
{
	struct day_chart c;

	(void)state;
	setenv("TZ", "UTC", 1);
	tzset();
	day_chart_init(&c, NOON, DAYS);
	day_chart_add(&c, "2026-11-29", 3);
	assert_int_equal(c.received[DAYS - 1], 3);
	day_chart_add(&c, "2026-11-30", 2);
	assert_int_equal(c.received[DAYS - 1], 2);
	assert_int_equal(c.received[DAYS - 2], 3);
	day_chart_add(&c, "2026-10-31", 7);
	assert_int_equal(c.received[0], 0);
	day_chart_add(&c, "2026-11-01", 7);
	assert_int_equal(c.received[0], 7);
	day_chart_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(the_last_day_is_the_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
