/* Placeholders: what counts as one is what api.publish refuses.
 *
 * uses: console/reply/placeholder.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "console/reply/placeholder.h"
#include "lib/base/buf.h"
#include "lib/base/xmalloc.h"

static void finds(const char *text, size_t from, const char *expected)
{
	size_t start, len;
	char *found;

	assert_true(placeholder_find(text, from, &start, &len));
	assert_true(start >= from);
	found = xstrndup(text + start, len);
	assert_string_equal(found, expected);
	free(found);
}

static void finds_none(const char *text, size_t from)
{
	size_t start, len;

	assert_false(placeholder_find(text, from, &start, &len));
}

static void what_is_one(void **state)
{
	finds("Буде зроблено: {що і коли}.", 0, "{що і коли}");
	finds("{a}", 0, "{a}");
	finds("{ x} {{b}}", 0, "{b}");
	finds("{a}{b}", 1, "{b}");
	finds("{не {крок}", 0, "{крок}");
}

static void what_is_none(void **state)
{
	finds_none("", 0);
	finds_none("text", 9);
	finds_none("{} { } {", 0);
	finds_none("{рядок\nдругий}", 0);
	finds_none("{a}", 1);
}

static void its_length_is_limited(void **state)
{
	struct buf text = {0};
	char *longest, *longer;

	buf_addc(&text, '{');
	for (int i = 0; i < 80; i++)
		buf_adds(&text, "ж");
	longest = xasprintf("%s}", text.data);
	longer = xasprintf("%sж}", text.data);
	buf_release(&text);
	finds(longest, 0, longest);
	finds_none(longer, 0);
	free(longest);
	free(longer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(what_is_one),
	        cmocka_unit_test(what_is_none),
	        cmocka_unit_test(its_length_is_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
