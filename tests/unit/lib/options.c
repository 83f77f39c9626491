/* lib/options: options stand anywhere, short or long; what is wrong with them is said by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <getopt.h>

#include <cmocka.h>

#include "lib/program/options.h"

enum { OPT_JSON, OPT_CITY, OPT_NAME, OPT_COUNT };

static const struct option_row table[OPT_COUNT] = {
        [OPT_JSON] = {.name = "json", .letter = 'j'},
        [OPT_CITY] = {.name = "city", .takes_value = true, .many = true},
        [OPT_NAME] = {.name = "name", .letter = 'n', .takes_value = true},
};

struct parsed {
	char *value[OPT_COUNT];
	int nwords;
	char **words;
	bool good;
};

/* line is cut at its blanks. */
static struct parsed parse(char *line, char *argv[], int room)
{
	struct parsed p = {.good = false};
	int argc = 0;
	char *rest = NULL;

	for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		assert_true(argc < room - 1);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	optind = 0;
	p.good = options_parse(table, OPT_COUNT, p.value, argc, argv, &p.nwords, &p.words);
	return p;
}

#define PARSE(LINE) parse((char[]){LINE}, (char *[16]){0}, 16)

static void anywhere(void **state)
{
	struct parsed p = PARSE("program list --name=x -j one - --city a two --city b,c");

	assert_true(p.good);
	assert_int_equal(p.nwords, 4);
	assert_string_equal(p.words[0], "list");
	assert_string_equal(p.words[2], "-");
	assert_string_equal(p.words[3], "two");
	assert_string_equal(p.value[OPT_JSON], "");
	assert_string_equal(p.value[OPT_NAME], "x");
	assert_string_equal(p.value[OPT_CITY], "a,b,c");
	options_release(p.value, OPT_COUNT);
}

static void ends_at_two_hyphens(void **state)
{
	struct parsed p = PARSE("program -nx -- -j");

	assert_true(p.good);
	assert_string_equal(p.value[OPT_NAME], "x");
	assert_null(p.value[OPT_JSON]);
	assert_string_equal(p.words[0], "-j");
	options_release(p.value, OPT_COUNT);
}

static void wrong_ones(void **state)
{
	struct parsed wrong[] = {PARSE("program -x"), PARSE("program --colour"),
	                         PARSE("program --name"), PARSE("program -n"),
	                         PARSE("program -j --json")};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_false(wrong[i].good);
		options_release(wrong[i].value, OPT_COUNT);
	}
}

static void required_and_optional(void **state)
{
	struct parsed p = PARSE("program -j -n x");
	const uint64_t json = OPTION_BIT(OPT_JSON), name = OPTION_BIT(OPT_NAME);
	const uint64_t city = OPTION_BIT(OPT_CITY);

	assert_true(options_check(table, OPT_COUNT, p.value, "c", name, json));
	assert_true(options_check(table, OPT_COUNT, p.value, "c", 0, json | name | city));
	assert_false(options_check(table, OPT_COUNT, p.value, "c", 0, json));
	assert_false(options_check(table, OPT_COUNT, p.value, "c", city, json | name));
	options_release(p.value, OPT_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(anywhere),
	        cmocka_unit_test(ends_at_two_hyphens),
	        cmocka_unit_test(wrong_ones),
	        cmocka_unit_test(required_and_optional),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
