/* Random UUIDs: the form of version 4, and never the same twice.
 *
 * uses: lib/base/uuid.c
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/uuid.h"

static void form(void **state)
{
	char id[UUID_SIZE];
	for (int n = 0; n < 1000; n++) {
		memset(id, '?', sizeof(id));
		uuid_new(id);
		assert_int_equal(strlen(id), UUID_SIZE - 1);
		for (size_t i = 0; i < UUID_SIZE - 1; i++)
			if (i == 8 || i == 13 || i == 18 || i == 23)
				assert_int_equal(id[i], '-');
			else
				assert_true(isdigit((unsigned char)id[i]) ||
				            (id[i] >= 'a' && id[i] <= 'f'));
		assert_int_equal(id[14], '4');
		assert_non_null(strchr("89ab", id[19]));
	}
}

static void differ(void **state)
{
	char first[UUID_SIZE], second[UUID_SIZE];
	uuid_new(first);
	uuid_new(second);
	assert_string_not_equal(first, second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(form), cmocka_unit_test(differ)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
