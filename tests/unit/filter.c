/* The filter language: words in, the JSON parameter out; whatever is wrong is named, and nothing of
 * the text can become anything but a value.
 *
 * uses: console/filter.c console/layout.c console/key.c console/status.c console/yamlmap.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/filter.h"

static void compiled(const char *text, const char *expected)
{
	char *json = NULL;
	char *complaint = filter_compile(text, NULL, &json);
	if (complaint)
		print_error("%s: %s\n", text, complaint);
	assert_null(complaint);
	assert_string_equal(json, expected);
	free(json);
}

static void refused(const char *text, const char *expected)
{
	char *json = NULL;
	char *complaint = filter_compile(text, NULL, &json);
	assert_non_null(complaint);
	assert_null(json);
	assert_string_equal(complaint, expected);
	free(complaint);
}

static void compiles(void **state)
{
	compiled("", "{}");
	compiled("  status:new,pending  ", "{\"status\":[\"new\",\"pending\"]}");
	compiled("status:open", "{\"status\":[\"new\",\"pending\"]}");
	compiled("st:answered city:kyiv,poltava",
	         "{\"city\":[\"kyiv\",\"poltava\"],\"status\":[\"answered\"]}");
	compiled("cat:sign", "{\"category\":[\"sign\"]}");
	compiled("category:\"two words\"", "{\"category\":[\"two words\"]}");
	compiled("kind:traffic district:podil",
	         "{\"district\":[\"podil\"],\"kind\":[\"traffic\"]}");
	compiled("10427", "{\"id\":10427}");
	compiled("id:10427", "{\"id\":10427}");
	compiled("cat:sign cat:road", "{\"category\":[\"road\"]}");
}

static void only_values(void **state)
{
	compiled("cat:\"x'; drop table varta.request; --\"",
	         "{\"category\":[\"x'; drop table varta.request; --\"]}");
	compiled("cat:\\u0022]", "{\"category\":[\"\\\\u0022]\"]}");
}

static void refuses(void **state)
{
	static const char none_of[] =
	        "'colour:red' is none of status: city: cat: kind: district: id:";
	refused("status:new colour:red", none_of);
	refused("road", "'road' is none of status: city: cat: kind: district: id:");
	refused("status:old",
	        "no status 'old': new, pending, answered, rejected, merged, withdrawn");
	refused("kind:x", "no kind 'x': question, traffic, spot, crime, message");
	refused("cat:", "'cat:' wants a value");
	refused("cat:,", "'cat:' wants a value");
	refused("12x", "'12x' is not the number of a request");
	refused("id:99999999999999999999", "'99999999999999999999' is not the number of a request");
	refused("id:-1", "'-1' is not the number of a request");
}

static void other_layout(void **state)
{
	struct layout layout = {.n = 0};
	static const char table[] = "с: c\nф: a\nе: t\nЖ: ':'\nк: r\nщ: o\nв: d\n";
	assert_null(layout_read(&layout, "t", table, strlen(table)));
	char *json = NULL;
	assert_null(filter_compile("сфеЖкщфв", &layout, &json));
	assert_string_equal(json, "{\"category\":[\"road\"]}");
	free(json);
	char *complaint = filter_compile("ывж", &layout, &json);
	assert_non_null(complaint);
	free(complaint);
}

static void changed(const char *text, const char *key, const char *values, const char *expected)
{
	char *with = filter_with(text, key, values);
	assert_string_equal(with, expected);
	free(with);
}

static void changing(void **state)
{
	changed("", "status", "new", "status:new");
	changed("status:new city:kyiv", "status", "pending", "status:pending city:kyiv");
	changed("city:kyiv status:new", "city", NULL, "status:new");
	changed("st:new city:kyiv st:pending", "status", "all", "status:all city:kyiv");
	changed("42", "id", NULL, "42");
	char *value = filter_value("status:new,pending city:kyiv,poltava", "city");
	assert_string_equal(value, "kyiv");
	free(value);
	assert_null(filter_value("status:new", "city"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(compiles), cmocka_unit_test(only_values),
	        cmocka_unit_test(refuses),  cmocka_unit_test(other_layout),
	        cmocka_unit_test(changing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
