/* Moving through lists and texts: no verb leaves them, whatever their size and the screen's.
 * uses: console/ui/scroll.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "console/ui/scroll.h"

static void cursor(void **state)
{
	(void)state;
	assert_int_equal(scroll_cursor(VERB_DOWN, 0, 3, 10), 1);
	assert_int_equal(scroll_cursor(VERB_DOWN, 2, 3, 10), 2);
	assert_int_equal(scroll_cursor(VERB_UP, 0, 3, 10), 0);
	assert_int_equal(scroll_cursor(VERB_PAGE_DOWN, 5, 100, 10), 15);
	assert_int_equal(scroll_cursor(VERB_PAGE_DOWN, 95, 100, 10), 99);
	assert_int_equal(scroll_cursor(VERB_PAGE_UP, 5, 100, 10), 0);
	assert_int_equal(scroll_cursor(VERB_LAST, 5, 100, 10), 99);
	assert_int_equal(scroll_cursor(VERB_FIRST, 5, 100, 10), 0);
	assert_int_equal(scroll_cursor(VERB_LAST, 0, 0, 10), 0);
	assert_int_equal(scroll_cursor(VERB_PAGE_DOWN, 0, 5, 0), 1);
}

static void text(void **state)
{
	(void)state;
	assert_int_equal(scroll_text(VERB_DOWN, 0, 100, 10), 1);
	assert_int_equal(scroll_text(VERB_LAST, 0, 100, 10), 90);
	assert_int_equal(scroll_text(VERB_DOWN, 90, 100, 10), 90);
	assert_int_equal(scroll_text(VERB_PAGE_DOWN, 85, 100, 10), 90);
	assert_int_equal(scroll_text(VERB_DOWN, 0, 10, 10), 0);
	assert_int_equal(scroll_text(VERB_LAST, 0, 3, 10), 0);
}

static void top(void **state)
{
	(void)state;
	assert_int_equal(scroll_top(0, 9, 100, 10), 0);
	assert_int_equal(scroll_top(0, 10, 100, 10), 1);
	assert_int_equal(scroll_top(50, 20, 100, 10), 20);
	assert_int_equal(scroll_top(95, 99, 100, 10), 90);
	assert_int_equal(scroll_top(5, 0, 3, 10), 0);
	assert_int_equal(scroll_top(0, 0, 0, 10), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(cursor),
	        cmocka_unit_test(text),
	        cmocka_unit_test(top),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
