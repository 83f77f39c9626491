/* Two texts made one: what both have stands once, what differs between marks.
 *
 * uses: console/reply/text_merge.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/reply/text_merge.h"

static void gives(const char *mine, const char *theirs, const char *expected)
{
	char *merged = merge_texts(mine, "A", theirs, "B");

	assert_string_equal(merged, expected);
	free(merged);
}

static void merging(void **state)
{
	gives("", "", "");
	gives("same\ntext", "same\ntext", "same\ntext");
	gives("mine", "theirs", "<<<<<<< A\nmine\n=======\ntheirs\n>>>>>>> B\n");
	gives("a\nX\nc", "a\nY\nc", "a\n<<<<<<< A\nX\n=======\nY\n>>>>>>> B\nc");
	gives("a\n", "a\nb", "a\n<<<<<<< A\n=======\nb\n>>>>>>> B\n");
	gives("a\nb\nc", "b\nc", "<<<<<<< A\na\nb\n=======\nb\n>>>>>>> B\nc");
	gives("abc", "abd", "<<<<<<< A\nabc\n=======\nabd\n>>>>>>> B\n");
}

static void marks(void **state)
{
	assert_false(merge_has_marks(""));
	assert_false(merge_has_marks("a <<<<<<< b\n ======="));
	assert_true(merge_has_marks("<<<<<<< A\n"));
	assert_true(merge_has_marks("x\n=======\ny"));
	assert_true(merge_has_marks("x\n>>>>>>> B"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(merging),
	        cmocka_unit_test(marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
