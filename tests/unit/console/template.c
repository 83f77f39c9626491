/* A template as a text: what is written is read again, and what cannot be read names its line.
 *
 * uses: console/reply/template.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/reply/template.h"

static void there_and_back(void **state)
{
	struct template t;
	char *text;

	assert_null(template_read(
	        &t, "unit:  patrol \ntitle: a: b\nlanguage: uk\ncity: -\n\n\nText\n\nmore\n"));
	assert_string_equal(t.fields[TEMPLATE_TITLE], "a: b");
	assert_string_equal(t.fields[TEMPLATE_UNIT], "patrol");
	assert_string_equal(t.fields[TEMPLATE_CITY], "");
	assert_string_equal(t.fields[TEMPLATE_CATEGORY], "");
	assert_string_equal(t.body, "Text\n\nmore\n");
	assert_true(template_offered(&t));
	text = template_text(&t);
	assert_string_equal(text, "title: a: b\ncategory: -\nunit: patrol\ncity: -\nlanguage: uk\n"
	                          "offered: -\n\nText\n\nmore\n");
	free(text);
	template_release(&t);
	assert_null(template_read(&t, "title: a\noffered: no\n\nb"));
	assert_false(template_offered(&t));
	template_release(&t);
}

static void complaints(void **state)
{
	static const struct {
		const char *text, *complaint;
	} cases[] = {
	        {"", "there is no title"},
	        {"title: -\n\nb", "there is no title"},
	        {"title: a\n", "there is no text yet"},
	        {"title: a\n\n\n", "there is no text yet"},
	        {"title: a\nTitle: b\n\nc", "line 2: no such field: 'Title'"},
	        {"title: a\nkind\n\nc", "line 2: no such field: 'kind'"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct template t;
		char *complaint = template_read(&t, cases[i].text);
		assert_non_null(complaint);
		assert_string_equal(complaint, cases[i].complaint);
		assert_null(t.body);
		free(complaint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(there_and_back),
	        cmocka_unit_test(complaints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
