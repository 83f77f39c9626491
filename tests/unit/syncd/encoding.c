/* Answers as bytes: one tree, two formats. Nothing that a resident wrote can become markup, a
 * carriage return survives XML, and what XML 1.0 cannot carry is shown as U+FFFD.
 *
 * uses: syncd/content/encoding.c syncd/core/markup.c
 */
#include "syncd/content/encoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static void check(enum encoding_format format, const char *root, json_t *tree, const char *expected)
{
	size_t len;
	char *text = encoding_write(format, root, tree, &len);

	assert_string_equal(text, expected);
	assert_int_equal(len, strlen(expected));
	free(text);
	json_decref(tree);
}

static json_t *error_tree(void)
{
	return json_pack("[{s:i, s:s}]", "code", 400, "description", "lat: missing");
}

static void errors(void **state)
{
	check(ENCODING_JSON, "errors", error_tree(),
	      "[{\"code\":400,\"description\":\"lat: missing\"}]");
	check(ENCODING_XML, "errors", error_tree(),
	      HEAD "<errors>\n  <error>\n    <code>400</code>\n"
	           "    <description>lat: missing</description>\n  </error>\n</errors>\n");
}

static void lists_within(void **state)
{
	json_t *tree = json_pack("{s:s, s:[{s:b, s:n, s:f}]}", "service_code", "road", "attributes",
	                         "variable", 0, "order", "lat", 50.4501);

	json_incref(tree);
	check(ENCODING_JSON, "service_definition", tree,
	      "{\"service_code\":\"road\",\"attributes\":[{\"variable\":false,\"order\":null,"
	      "\"lat\":50.4501}]}");
	check(ENCODING_XML, "service_definition", tree,
	      HEAD "<service_definition>\n  <service_code>road</service_code>\n  <attributes>\n"
	           "    <attribute>\n      <variable>false</variable>\n      <order/>\n"
	           "      <lat>50.4501</lat>\n    </attribute>\n  </attributes>\n"
	           "</service_definition>\n");
}

static void empty_list(void **state)
{
	check(ENCODING_JSON, "services", json_array(), "[]");
	check(ENCODING_XML, "services", json_array(), HEAD "<services/>\n");
}

static void check_text(const char *text, const char *xml)
{
	char expected[256];

	snprintf(expected, sizeof(expected), HEAD "<a>\n  <b>%s</b>\n</a>\n", xml);
	check(ENCODING_XML, "a", json_pack("{s:s}", "b", text), expected);
}

static void hostile_text(void **state)
{
	check_text("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
	check_text("a & b", "a &amp; b");
	check_text("]]>", "]]&gt;");
	check_text("\r\n", "&#13;\n");
	check_text("\x1b[31m\x01", "\xEF\xBF\xBD[31m\xEF\xBF\xBD");
	check_text("\xEF\xBF\xBE", "\xEF\xBF\xBD");
	check_text("Я\tї\xF0\x9F\x9A\x93", "Я\tї\xF0\x9F\x9A\x93");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(errors),
	        cmocka_unit_test(lists_within),
	        cmocka_unit_test(empty_list),
	        cmocka_unit_test(hostile_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
