/* Completion of a filter: keys and flags by their beginning, values by code or by name, the last of
 * a list, and what was typed with the Ukrainian layout on.
 *
 * uses: console/filter/completion.c console/filter/filter_key.c console/filter/filter_orders.c
 * console/filter/filter_word.c console/terminal/layout.c console/terminal/key.c
 * console/terminal/embedded.c
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/filter/completion.h"
#include "console/filter/filter.h"
#include "console/terminal/embedded.h"
#include "lib/base/buf.h"

static char texts[][3][40] = {
        {"category", "light", "Світлофор"},
        {"category", "lighting", "Освітлення"},
        {"district", "podil", "Подільський район"},
};
static struct catalogue_code codes[3];
static const struct catalogue catalogue = {.codes = codes, .n = 3};
static struct layout layout;

/* The candidates for the end of text, with what they replace before them. */
static void completes(const char *text, const char *expected)
{
	struct completion c = {.n = 0};
	struct buf out = {0};

	complete_find(&c, &filter_requests, text, strlen(text), &catalogue, &layout);
	buf_addf(&out, "%s", text + c.from);
	for (size_t i = 0; i < c.n; i++)
		buf_addf(&out, " %s", c.v[i].text);
	assert_string_equal(out.data, expected);
	buf_release(&out);
	complete_release(&c);
}

static void words(void **state)
{
	completes("d", "d district: due: draft:");
	completes("status:new la", "la late");
	completes("sn", "sn snoozed");
	completes("zz", "zz");
	completes("\"la", "\"la");
}

static void values(void **state)
{
	completes("cat:li", "li light lighting");
	completes("cat:LIGHT", "LIGHT light lighting");
	completes("cat:світ", "світ light");
	completes("cat:light,", " light lighting");
	completes("district:под", "под podil");
	completes("status:an", "an answered");
	completes("status:new,pe", "pe pending");
	completes("sort:n", "n newest");
	completes("colour:x", "colour:x");
}

static void twins(void **state)
{
	completes("ста", "ста status:");
	completes("стан:нов", "нов new");
	completes("район:под", "под podil");
	completes("нічи", "нічи unassigned");
}

static void other_layout(void **state)
{
	completes("іефегіЖту", "ту new");
	completes("вгу", "вгу due:");
}

static void hints(void **state)
{
	struct completion c = {.n = 0};

	complete_find(&c, &filter_requests, "due:", 4, &catalogue, &layout);
	assert_int_equal(c.n, 1);
	assert_string_equal(c.v[0].text, "");
	assert_string_equal(c.v[0].help, "<2d, today, ..2026-12-01");
	complete_find(&c, &filter_requests, "cat:освіт", strlen("cat:освіт"), &catalogue, &layout);
	assert_string_equal(c.v[0].help, "Освітлення");
	complete_release(&c);
}

/* The register's language completes its own words, with the same codes. */
static void orders(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {{"over", "overdue"},
	             {"inst", "institution:"},
	             {"state:verif", "verified-done"},
	             {"стан:усун", "verified-done"},
	             {"district:под", "podil"},
	             {"unit:", "me"},
	             {"щму", "overdue"}};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct completion c = {.n = 0};

		complete_find(&c, &filter_orders, cases[i].text, strlen(cases[i].text), &catalogue,
		              &layout);
		assert_int_equal(c.n, 1);
		assert_string_equal(c.v[0].text, cases[i].expected);
		complete_release(&c);
	}
}

static int setup(void **state)
{
	const struct embedded *uk = embedded_find("uk");

	setlocale(LC_CTYPE, "C.UTF-8");
	for (int i = 0; i < 3; i++)
		codes[i] = (struct catalogue_code){texts[i][0], texts[i][1], texts[i][2]};
	return layout_read(&layout, "uk", uk->text, uk->len) != NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(words),        cmocka_unit_test(values), cmocka_unit_test(twins),
	        cmocka_unit_test(other_layout), cmocka_unit_test(hints),  cmocka_unit_test(orders),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
