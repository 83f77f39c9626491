/* lib/db_array: arrays as PostgreSQL reads them, whatever is in their elements. That the server
 * reads them back is in db. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/db/db_array.h"

static void expect(const char *expected, const char *const elements[], size_t n)
{
	struct buf array = {0};

	for (size_t i = 0; i < n; i++)
		db_array_adds(&array, elements[i]);
	assert_string_equal(db_array_end(&array), expected);
	buf_release(&array);
}

#define EXPECT(expected, ...)                                                                      \
	expect(expected, (const char *const[]){__VA_ARGS__},                                       \
	       sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void nothing_is_an_empty_array(void **state)
{
	expect("{}", NULL, 0);
}

static void plain_words_stay(void **state)
{
	EXPECT("{kyiv}", "kyiv");
	EXPECT("{kyiv,Полтава,requests/1.json}", "kyiv", "Полтава", "requests/1.json");
}

static void quotes_and_backslashes_are_escaped(void **state)
{
	EXPECT("{\"a \\\"b\\\"\",\"c\\\\d\"}", "a \"b\"", "c\\d");
}

static void what_would_end_an_element_is_quoted(void **state)
{
	EXPECT("{\"a,b\",\"{}\",\"a\nb\",\" a\",\"\"}", "a,b", "{}", "a\nb", " a", "");
}

static void null_is_not_the_word(void **state)
{
	EXPECT("{NULL,\"NULL\",\"null\",nulls}", NULL, "NULL", "null", "nulls");
}

static void numbers_need_no_quotes(void **state)
{
	struct buf array = {0};

	db_array_add_int(&array, -1);
	db_array_add_int(&array, INT64_MAX);
	assert_string_equal(db_array_end(&array), "{-1,9223372036854775807}");
	buf_release(&array);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(nothing_is_an_empty_array),
	        cmocka_unit_test(plain_words_stay),
	        cmocka_unit_test(quotes_and_backslashes_are_escaped),
	        cmocka_unit_test(what_would_end_an_element_is_quoted),
	        cmocka_unit_test(null_is_not_the_word),
	        cmocka_unit_test(numbers_need_no_quotes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
