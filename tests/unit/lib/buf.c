/* lib/buf: it grows, it is always a C string, and what is stolen belongs to the thief. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"

static void grows(void **state)
{
	struct buf b = {0};

	for (int i = 0; i < 10000; i++)
		buf_addf(&b, "%d,", i % 10);
	assert_int_equal(b.len, 20000);
	assert_int_equal(strlen(b.data), 20000);
	assert_memory_equal(b.data + 19996, "8,9,", 4);
	buf_release(&b);
	assert_null(b.data);
}

/* Around the first size, where an off-by-one of the NUL would show under the sanitizers. */
static void has_room_for_the_nul(void **state)
{
	for (size_t n = 60; n < 70; n++) {
		struct buf b = {0};
		for (size_t i = 0; i < n; i++)
			buf_addc(&b, 'x');
		assert_int_equal(strlen(b.data), n);
		buf_release(&b);
	}
}

static void holds_any_byte(void **state)
{
	struct buf b = {0};

	buf_add(&b, "a\0b", 3);
	buf_add(&b, NULL, 0);
	buf_adds(&b, "");
	assert_int_equal(b.len, 3);
	assert_memory_equal(b.data, "a\0b", 4);
	buf_clear(&b);
	assert_int_equal(b.len, 0);
	assert_string_equal(b.data, "");
	buf_release(&b);
}

static void steals(void **state)
{
	struct buf b = {0};
	char *s = buf_steal(&b);

	assert_string_equal(s, "");
	free(s);
	buf_adds(&b, "варта");
	s = buf_steal(&b);
	assert_string_equal(s, "варта");
	assert_int_equal(b.len, 0);
	assert_null(b.data);
	free(s);
	buf_clear(&b);
	buf_release(&b);
}

static void reads_files(void **state)
{
	struct buf b = {0};

	assert_int_equal(buf_read_file(&b, "/nowhere/at/all"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(buf_read_file(&b, "/"), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(buf_read_file(&b, "/proc/self/comm"), 0);
	/* valgrind has a name of its own */
	assert_true(b.len > 1);
	assert_int_equal(b.data[b.len - 1], '\n');
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(grows),          cmocka_unit_test(has_room_for_the_nul),
	        cmocka_unit_test(holds_any_byte), cmocka_unit_test(steals),
	        cmocka_unit_test(reads_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
