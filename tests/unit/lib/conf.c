/* lib/conf: good files fill the settings; bad ones get a complaint that names file, line and
 * reason, and never crash or leak. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/program/conf.h"

struct example {
	char *name;
	int size;
	bool loud;
	int pause;
	char **list;
};

static const struct conf_key keys[] = {
        {"name", CONF_STRING, offsetof(struct example, name), 0, 0},
        {"deep.size", CONF_INT, offsetof(struct example, size), -5, 100},
        {"deep.loud", CONF_BOOL, offsetof(struct example, loud), 0, 0},
        {"deep.er.pause", CONF_MS, offsetof(struct example, pause), 250, 3600000},
        {"list", CONF_LIST, offsetof(struct example, list), 0, 0},
        {NULL, CONF_STRING, 0, 0, 0},
};

static char *read_text(const char *text, struct example *e)
{
	*e = (struct example){.name = xstrdup("default"), .size = 7};
	return conf_read_text("x.yaml", text, strlen(text), keys, e);
}

static void fills_every_type(void **state)
{
	struct example e;

	assert_null(read_text("# Варта\n"
	                      "name: 'їжак: 1'\n"
	                      "deep:\n"
	                      "  size: -5\n"
	                      "  loud: true\n"
	                      "  er: {pause: 2m}\n"
	                      "list: [one, \"two\", 3]\n",
	                      &e));
	assert_string_equal(e.name, "їжак: 1");
	assert_int_equal(e.size, -5);
	assert_true(e.loud);
	assert_int_equal(e.pause, 120000);
	assert_string_equal(e.list[0], "one");
	assert_string_equal(e.list[1], "two");
	assert_string_equal(e.list[2], "3");
	assert_null(e.list[3]);
	conf_release(keys, &e);
	assert_null(e.name);
	assert_null(e.list);
}

static void leaves_the_rest_alone(void **state)
{
	static const char *const texts[] = {"", "# nothing\n", "---\n", "deep:\n", "list: []\n"};
	struct example e;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_null(read_text(texts[i], &e));
		assert_string_equal(e.name, "default");
		assert_int_equal(e.size, 7);
		conf_release(keys, &e);
	}
}

static void reads_times(void **state)
{
	static const struct {
		const char *text;
		int ms;
	} cases[] = {
	        {"deep: {er: {pause: 250ms}}", 250},
	        {"deep: {er: {pause: 10s}}", 10000},
	        {"deep: {er: {pause: 5m}}", 300000},
	        {"deep: {er: {pause: 1h}}", 3600000},
	};
	struct example e;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(read_text(cases[i].text, &e));
		assert_int_equal(e.pause, cases[i].ms);
		conf_release(keys, &e);
	}
}

static void complains_with_the_line(void **state)
{
	static const char *const cases[][2] = {
	        {"name: a\nnmae: b\n", "x.yaml:2: unknown key 'nmae'"},
	        {"deep:\n  size: 1\n  sise: 2\n", "x.yaml:3: unknown key 'deep.sise'"},
	        {"nam: 1\n", "x.yaml:1: unknown key 'nam'"},
	        {"deep.size: 1\nname: a\nname: b\n", "x.yaml:3: 'name' is given twice"},
	        {"deep: {size: 1}\ndeep: {size: 2}\n", "x.yaml:2: 'deep.size' is given twice"},
	        {"name:\n", "x.yaml:1: 'name' has no value"},
	        {"name: ~\n", "x.yaml:1: 'name' has no value"},
	        {"name: [a]\n", "x.yaml:1: 'name' must be a text"},
	        {"name:\n  first: a\n", "x.yaml:2: 'name' must be a text"},
	        {"name: \"a\\0b\"\n", "x.yaml:1: 'name' must be a text"},
	        {"deep: {size: many}\n", "x.yaml:1: 'deep.size' must be a number, not 'many'"},
	        {"deep: {size: 5x}\n", "x.yaml:1: 'deep.size' must be a number, not '5x'"},
	        {"deep: {size: [1]}\n", "x.yaml:1: 'deep.size' must be a number"},
	        {"deep: {size: 101}\n", "x.yaml:1: 'deep.size' must be from -5 to 100, not 101"},
	        {"deep: {size: 99999999999999999999}\n",
	         "x.yaml:1: 'deep.size' must be from -5 to 100, not 99999999999999999999"},
	        {"deep: {loud: yes}\n", "x.yaml:1: 'deep.loud' must be true or false"},
	        {"deep: {er: {pause: 10}}\n",
	         "x.yaml:1: 'deep.er.pause' must be a time such as 500ms, 10s, 5m or 2h"},
	        {"deep: {er: {pause: -1s}}\n",
	         "x.yaml:1: 'deep.er.pause' must be a time such as 500ms, 10s, 5m or 2h"},
	        {"deep: {er: {pause: 249ms}}\n",
	         "x.yaml:1: 'deep.er.pause' must be from 250ms to 1h, not 249ms"},
	        {"deep: {er: {pause: 99999999999999999999h}}\n",
	         "x.yaml:1: 'deep.er.pause' must be from 250ms to 1h, not 99999999999999999999h"},
	        {"deep: 5\n", "x.yaml:1: 'deep' must hold further keys"},
	        {"list: one\n", "x.yaml:1: 'list' must be a list"},
	        {"list:\n- one\n- [two]\n", "x.yaml:3: 'list' must be a list of texts"},
	        {"- name\n", "x.yaml:1: the file must hold keys and values"},
	        {"[a]: b\n", "x.yaml:1: a key must be a text"},
	};
	struct example e;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *error = read_text(cases[i][0], &e);
		assert_non_null(error);
		assert_string_equal(error, cases[i][1]);
		free(error);
		conf_release(keys, &e);
	}
}

/* The words are libyaml's; the line is what we promise. */
static void complains_about_yaml(void **state)
{
	static const char *const cases[][2] = {
	        {"name: a\n\tdeep: b\n", "x.yaml:2: not valid YAML: "},
	        {"name: 'open\n", "x.yaml:2: not valid YAML: "},
	        {"name: a\nlist: \xff\n", "x.yaml:2: not valid YAML: "},
	        {"name: *nobody\n", "x.yaml:1: not valid YAML: "},
	        {"a: [b\nc: d\n", "x.yaml:2: not valid YAML: "},
	};
	struct example e;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *error = read_text(cases[i][0], &e);
		assert_non_null(error);
		if (strncmp(error, cases[i][1], strlen(cases[i][1])) != 0)
			fail_msg("%s", error);
		free(error);
		conf_release(keys, &e);
	}
}

/* A mapping that holds itself ends where no key of the table goes on. */
static void survives_a_cycle(void **state)
{
	struct example e;
	char *error = read_text("deep: &d\n  er: *d\n", &e);

	assert_string_equal(error, "x.yaml:2: unknown key 'deep.er.er'");
	free(error);
	conf_release(keys, &e);
}

static void missing_file_is_named(void **state)
{
	struct example e = {0};
	char *error = conf_read("/nowhere/x.yaml", keys, &e);

	assert_string_equal(error, "cannot read '/nowhere/x.yaml': No such file or directory");
	free(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(fills_every_type),      cmocka_unit_test(leaves_the_rest_alone),
	        cmocka_unit_test(reads_times),           cmocka_unit_test(complains_with_the_line),
	        cmocka_unit_test(complains_about_yaml),  cmocka_unit_test(survives_a_cycle),
	        cmocka_unit_test(missing_file_is_named),
	};

	if (i18n_init("en") != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
