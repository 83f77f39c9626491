/* Marks: kept by number in whatever order they are set, with the newest version that is known, and
 * no more than one call of the database takes.
 *
 * uses: console/queue/marks.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/queue/marks.h"

static char kyiv[] = "kyiv", poltava[] = "poltava";

static bool toggle(struct marks *m, int64_t id, const char *city)
{
	const struct row row = {.id = id, .version = 3, .city = (char *)(uintptr_t)city};

	return marks_toggle(m, &row);
}

static void by_number(void **state)
{
	struct marks m = {0};
	static const int64_t ids[] = {5, 1, 9, 7, 3};

	for (size_t i = 0; i < 5; i++)
		assert_true(toggle(&m, ids[i], kyiv));
	assert_int_equal(m.n, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(m.v[i].id, 1 + 2 * (int)i);
	assert_true(toggle(&m, 5, kyiv));
	assert_false(marks_has(&m, 5));
	marks_remove(&m, 4);
	marks_remove(&m, 1);
	assert_int_equal(m.n, 3);
	assert_true(marks_has(&m, 3) && marks_has(&m, 7) && marks_has(&m, 9));
	marks_clear(&m);
	assert_int_equal(m.n, 0);
}

static void newest_version(void **state)
{
	struct marks m = {0};

	toggle(&m, 8, kyiv);
	marks_seen(&m, 8, 5);
	marks_seen(&m, 8, 4);
	marks_seen(&m, 2, 9);
	assert_int_equal(m.v[0].version, 5);
	assert_int_equal(m.n, 1);
	marks_clear(&m);
}

static void cities(void **state)
{
	struct marks m = {0};

	assert_true(marks_one_city(&m));
	toggle(&m, 1, kyiv);
	toggle(&m, 2, kyiv);
	assert_true(marks_one_city(&m));
	toggle(&m, 3, poltava);
	assert_false(marks_one_city(&m));
	marks_clear(&m);
}

static void not_too_many(void **state)
{
	struct marks m = {0};

	for (int64_t id = MARKS_MAX; id > 0; id--)
		assert_true(toggle(&m, id, kyiv));
	assert_false(toggle(&m, MARKS_MAX + 1, kyiv));
	assert_true(toggle(&m, 1, kyiv));
	assert_true(toggle(&m, MARKS_MAX + 1, kyiv));
	assert_int_equal(m.n, MARKS_MAX);
	marks_clear(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(by_number), cmocka_unit_test(newest_version),
	        cmocka_unit_test(cities), cmocka_unit_test(not_too_many)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
