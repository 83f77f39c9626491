/* Bytes of a key that a slow line tore are never keys of their own, and only those are taken.
 *
 * uses: console/terminal/torn.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "console/terminal/torn.h"

/* Gives bytes, each so many ms after the one before. Returns how many were taken. */
static size_t feed(struct torn *t, const char *bytes, int64_t pause)
{
	size_t taken = 0;

	torn_begin(t, 1000);
	for (size_t i = 0; bytes[i]; i++) {
		int64_t now = 1000 + pause * (int64_t)(i + 1);
		if (!torn_takes(t, (unsigned char)bytes[i], now))
			break;
		taken++;
	}
	return taken;
}

static void whole_keys_are_taken(void **state)
{
	static const char *const keys[] = {"[A",    "OA",    "[3~",      "[1;5A",
	                                   "[200~", "[M !!", "[<0;10;5M"};
	struct torn t;

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		assert_int_equal(feed(&t, keys[i], 70), strlen(keys[i]));
		assert_true(torn_whole(&t));
		assert_string_equal(t.bytes, keys[i]);
		assert_false(torn_takes(&t, 'A', 2000));
	}
}

static void other_keys_are_not(void **state)
{
	struct torn t;

	(void)state;
	assert_int_equal(feed(&t, "a", 70), 0);
	assert_false(torn_whole(&t));
	assert_int_equal(feed(&t, "x[A", 70), 0);
	assert_int_equal(feed(&t, "[\r", 70), 1);
	torn_begin(&t, 0);
	assert_false(torn_takes(&t, 0x0445, 10)); /* х stands where [ does */
}

static void late_ones_are_not(void **state)
{
	struct torn t;

	(void)state;
	assert_int_equal(feed(&t, "[A", TORN_WAIT), 0);
	assert_int_equal(feed(&t, "[A", TORN_WAIT - 1), 2);
	torn_begin(&t, 0);
	assert_true(torn_takes(&t, '[', 10));
	assert_false(torn_takes(&t, 'A', 10 + TORN_WAIT));
	assert_false(torn_takes(&t, 'A', 20 + TORN_WAIT));
}

static void long_ones_are_cut(void **state)
{
	struct torn t;

	(void)state;
	torn_begin(&t, 0);
	assert_true(torn_takes(&t, '[', 1));
	for (int i = 0; i < 200; i++)
		assert_true(torn_takes(&t, '1', 2));
	assert_true(torn_takes(&t, 'A', 3));
	assert_true(torn_whole(&t));
	assert_int_equal(strlen(t.bytes), TORN_SIZE - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(whole_keys_are_taken),
	        cmocka_unit_test(other_keys_are_not),
	        cmocka_unit_test(late_ones_are_not),
	        cmocka_unit_test(long_ones_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
