/* Bodies that name fields: urlencoded forms and JSON objects. What is well-formed comes out byte
 * for byte, what is not is refused with the name of the field, and the key of the sender can be
 * taken out of the raw body without touching anything else.
 *
 * uses: syncd/content/form.c syncd/content/json_body.c syncd/content/params.c
 * syncd/content/problem.c
 */
#include "syncd/content/form.h"
#include "syncd/content/json_body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef bool decoder(const char *s, size_t len, struct params *params, struct problem *p);

static void check_field(decoder *decode, const char *body, const char *name, const char *value)
{
	struct params params = {0};
	struct problem p = {0};

	assert_true(decode(body, strlen(body), &params, &p));
	if (value)
		assert_string_equal(params_get(&params, name), value);
	else
		assert_null(params_get(&params, name));
	params_release(&params);
}

static void check_problem(decoder *decode, const char *body, size_t len, const char *text)
{
	struct params params = {0};
	struct problem p = {0};

	assert_false(decode(body, len, &params, &p));
	assert_int_equal(p.status, 400);
	assert_string_equal(p.text, text);
	problem_release(&p);
	params_release(&params);
}

static void form_values(void **state)
{
	check_field(form_decode, "a=1&b=2", "b", "2");
	check_field(form_decode, "a=1+2", "a", "1 2");
	check_field(form_decode, "a=1%2B2", "a", "1+2");
	check_field(form_decode, "a=%D0%AF%0D%0A%D1%97", "a", "Я\r\nї");
	check_field(form_decode, "attribute%5Bfixmystreet_id%5D=4", "attribute[fixmystreet_id]",
	            "4");
	check_field(form_decode, "a=b=c", "a", "b=c");
	check_field(form_decode, "a=x%3d%26y", "a", "x=&y");
	check_field(form_decode, "a=&b=2", "a", NULL);
	check_field(form_decode, "a&b=2", "a", NULL);
	check_field(form_decode, "&&b=2&", "b", "2");
	check_field(form_decode, "", "a", NULL);
	check_field(form_decode, "a=Я", "a", "Я");
}

static void form_problems(void **state)
{
	static const struct {
		const char *body, *text;
	} cases[] = {
	        {"lat=%4", "lat: broken %-escape"},
	        {"lat=%", "lat: broken %-escape"},
	        {"lat=50&long=%zz", "long: broken %-escape"},
	        {"%q=1", "the name of field 1 has a broken %-escape"},
	        {"description=a%00b", "description: not valid UTF-8 text (byte 2)"},
	        {"description=%ff", "description: not valid UTF-8 text (byte 1)"},
	        {"description=%ED%A0%80", "description: not valid UTF-8 text (byte 1)"},
	        {"ok=1&%ff=1", "the name of field 2 is not valid UTF-8 text"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_problem(form_decode, cases[i].body, strlen(cases[i].body), cases[i].text);
	check_problem(form_decode, "a=b\0c", 5, "a: not valid UTF-8 text (byte 2)");
}

static void too_many_fields(void **state)
{
	char body[4 * (PARAMS_MAX + 1) + 1] = "";

	for (size_t i = 0; i <= PARAMS_MAX; i++)
		memcpy(body + 4 * i, "a=1&", 5);
	check_problem(form_decode, body, strlen(body), "more than 256 fields");
}

static void check_without(char *(*without)(const char *, size_t, const char *, size_t *),
                          const char *body, const char *expected)
{
	size_t len;
	char *raw = without(body, strlen(body), "api_key", &len);

	assert_string_equal(raw, expected);
	assert_int_equal(len, strlen(expected));
	free(raw);
}

static void form_key_is_blanked(void **state)
{
	check_without(form_without, "a=1&api_key=secret&b=%0d%0A", "a=1&api_key=&b=%0d%0A");
	check_without(form_without, "api_key=secret", "api_key=");
	check_without(form_without, "api%5Fkey=s&api_key=t", "api%5Fkey=&api_key=");
	check_without(form_without, "my_api_key=s&api_keys=t", "my_api_key=s&api_keys=t");
	check_without(form_without, "a=api_key=1&&", "a=api_key=1&&");
	check_without(form_without, "", "");
}

static void json_values(void **state)
{
	static const char body[] =
	        "{\"lat\": 50.4501, \"long\":\"30.5\", \"n\":12, \"yes\":true,"
	        " \"none\":null, \"attribute\":{\"X\":\"1\", \"Y\":[\"a\",\"b\"]},"
	        " \"attribute[Z]\":\"z\", \"t\":\"Я\\r\\n\"}";

	check_field(json_body_decode, body, "lat", "50.4501");
	check_field(json_body_decode, body, "long", "30.5");
	check_field(json_body_decode, body, "n", "12");
	check_field(json_body_decode, body, "yes", "true");
	check_field(json_body_decode, body, "none", NULL);
	check_field(json_body_decode, body, "attribute[X]", "1");
	check_field(json_body_decode, body, "attribute[Y]", "a");
	check_field(json_body_decode, body, "attribute[Z]", "z");
	check_field(json_body_decode, body, "t", "Я\r\n");
}

static void json_problems(void **state)
{
	static const char nested[] = "{\"lat\":{\"x\":1}}", list[] = "[1]",
	                  twice[] = "{\"a\":[[1]]}";

	check_problem(json_body_decode, nested, strlen(nested),
	              "lat: a text or a number is expected");
	check_problem(json_body_decode, list, strlen(list), "the body is not a JSON object");
	check_problem(json_body_decode, twice, strlen(twice), "a: a text or a number is expected");
}

static void form_is_made(void **state)
{
	static const char value[] = "a b+c&d=e%20;\r\n\x01~\"<Ї";
	struct params params = {0};
	struct problem p = {0};
	struct buf form = {0};

	form_add(&form, "first", "-._*Az09");
	form_add(&form, "none", "");
	form_add(&form, "rest", value);
	assert_memory_equal(form.data, "first=-._*Az09&none=&rest=a%20b%2Bc%26d%3De%2520%3B", 50);
	assert_true(form_decode(form.data, form.len, &params, &p));
	assert_string_equal(params_get(&params, "first"), "-._*Az09");
	assert_null(params_get(&params, "none"));
	assert_string_equal(params_get(&params, "rest"), value);
	params_release(&params);
	buf_release(&form);
}

static void json_refuses(void **state)
{
	static const char *const bodies[] = {
	        "", "{", "{\"a\":1,\"a\":2}", "{}x", "{\"a\":\"\\u0000\"}", "{\"a\":\"\xff\"}"};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		struct params params = {0};
		struct problem p = {0};

		assert_false(json_body_decode(bodies[i], strlen(bodies[i]), &params, &p));
		assert_int_equal(p.status, 400);
		problem_release(&p);
		params_release(&params);
	}
}

static void json_key_is_blanked(void **state)
{
	check_without(json_body_without, "{\"api_key\":\"secret\"}", "{\"api_key\":\"\"}");
	check_without(json_body_without,
	              " { \"a\" : [1,{\"api_key\":2}] , \"api_key\" : \"s\\\"}\" }",
	              " { \"a\" : [1,{\"api_key\":2}] , \"api_key\" : \"\" }");
	check_without(json_body_without, "{\"api\\u005fkey\":12,\"b\":\"{\"}",
	              "{\"api\\u005fkey\":\"\",\"b\":\"{\"}");
	check_without(json_body_without, "{\"t\":\"\\\"api_key\\\":1\"}",
	              "{\"t\":\"\\\"api_key\\\":1\"}");
	check_without(json_body_without, "{}", "{}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(form_values),     cmocka_unit_test(form_problems),
	        cmocka_unit_test(too_many_fields), cmocka_unit_test(form_key_is_blanked),
	        cmocka_unit_test(json_values),     cmocka_unit_test(json_problems),
	        cmocka_unit_test(json_refuses),    cmocka_unit_test(json_key_is_blanked),
	        cmocka_unit_test(form_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
