/* Fuzzy search: what has the characters in their order fits; beginnings of words and characters
 * that stand together fit better; case is nothing.
 *
 * uses: console/ui/fuzzy.c
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/ui/fuzzy.h"

static void fits(void **state)
{
	assert_int_equal(fuzzy_score("", "anything"), 0);
	assert_true(fuzzy_score("sa", "show answered") > 0);
	assert_true(fuzzy_score("ШВ", "швидко") > 0);
	assert_int_equal(fuzzy_score("as", "sa"), FUZZY_NONE);
	assert_int_equal(fuzzy_score("x", ""), FUZZY_NONE);
	assert_int_equal(fuzzy_score("publishh", "publish"), FUZZY_NONE);
}

static void better(const char *typed, const char *best, const char *other)
{
	assert_true(fuzzy_score(typed, best) > fuzzy_score(typed, other));
}

static void order(void **state)
{
	better("sa", "show answered", "pursuance");
	better("pub", "publish", "pull a tub");
	better("нов", "показати нові", "на повторний огляд");
}

static int setup(void **state)
{
	return !setlocale(LC_CTYPE, "C.UTF-8");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(fits), cmocka_unit_test(order)};

	return cmocka_run_group_tests(tests, setup, NULL);
}
