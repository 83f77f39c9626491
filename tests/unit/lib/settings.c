/* lib/settings: which files are read, in which order, and what stands where none does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/program/settings.h"

/* A folder of this test's own, which is also the home. */
static char *folder;

static char *write_file(const char *name, const char *content)
{
	char *path = xasprintf("%s/%s", folder, name);
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(content, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void check_error(char *error, const char *expected)
{
	assert_non_null(error);
	assert_string_equal(error, expected);
	free(error);
}

static void defaults_stand_without_a_file(void **state)
{
	struct settings s;

	if (access(VARTA_SYSCONF "/varta/varta.yaml", F_OK) == 0)
		skip(); /* Varta is installed and configured on this machine */
	assert_null(settings_load(&s, NULL));
	assert_string_equal(s.database, "");
	assert_null(s.language);
	assert_int_equal(s.connect_timeout, 5000);
	assert_int_equal(s.reconnect_max, 1000);
	assert_null(s.keymap);
	assert_string_equal(s.layout, "uk");
	assert_false(s.mouse);
	assert_int_equal(s.escape_delay, 25);
	assert_string_equal(s.listen, "127.0.0.1:8311");
	assert_int_equal(s.max_body, 65536);
	assert_int_equal(s.batch, 500);
	settings_release(&s);
}

static void a_named_file_is_read(void **state)
{
	char *path = write_file("a.yaml", "database: service=varta\nlanguage: en\n"
	                                  "console:\n  mouse: true\n  escape_delay: 50ms\n"
	                                  "syncd:\n  listen: 127.0.0.1:0\n  batch: 10\n");
	struct settings s;

	assert_null(settings_load(&s, path));
	assert_string_equal(s.database, "service=varta");
	assert_string_equal(s.language, "en");
	assert_true(s.mouse);
	assert_int_equal(s.escape_delay, 50);
	assert_string_equal(s.listen, "127.0.0.1:0");
	assert_int_equal(s.batch, 10);
	settings_release(&s);
	unlink(path);
	free(path);
}

static void the_environment_names_a_file(void **state)
{
	char *path = write_file("b.yaml", "database: dbname=b\n");
	struct settings s;

	setenv("VARTA_CONFIG", path, 1);
	assert_null(settings_load(&s, NULL));
	assert_string_equal(s.database, "dbname=b");
	settings_release(&s);
	setenv("VARTA_CONFIG", "/nowhere/varta.yaml", 1);
	check_error(settings_load(&s, NULL),
	            "cannot read '/nowhere/varta.yaml': No such file or directory");
	settings_release(&s);
	unsetenv("VARTA_CONFIG");
	unlink(path);
	free(path);
}

static void the_user_has_a_file(void **state)
{
	char *config = xasprintf("%s/.config", folder);
	char *own = xasprintf("%s/varta", config);
	struct settings s;
	char *path;

	assert_int_equal(mkdir(config, 0700), 0);
	assert_int_equal(mkdir(own, 0700), 0);
	path = write_file(".config/varta/varta.yaml", "console: {arrow_cursor: true}\n");
	assert_null(settings_load(&s, NULL));
	assert_true(s.arrow_cursor);
	settings_release(&s);
	setenv("XDG_CONFIG_HOME", config, 1);
	setenv("HOME", "/nowhere", 1);
	assert_null(settings_load(&s, NULL));
	assert_true(s.arrow_cursor);
	settings_release(&s);
	unsetenv("XDG_CONFIG_HOME");
	setenv("HOME", folder, 1);
	unlink(path);
	rmdir(own);
	rmdir(config);
	free(path);
	free(own);
	free(config);
}

static void a_wrong_language_is_refused(void **state)
{
	char *path = write_file("c.yaml", "language: de\n");
	char *expected = xasprintf("%s: 'language' must be uk or en, not 'de'", path);
	struct settings s;

	check_error(settings_load(&s, path), expected);
	settings_release(&s);
	unlink(path);
	free(path);
	free(expected);
}

static int make_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");

	folder = xasprintf("%s/varta-settings.XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	setenv("HOME", folder, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("VARTA_CONFIG");
	return 0;
}

static int remove_folder(void **state)
{
	int result = rmdir(folder);

	free(folder);
	return result;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(defaults_stand_without_a_file),
	        cmocka_unit_test(a_named_file_is_read),
	        cmocka_unit_test(the_environment_names_a_file),
	        cmocka_unit_test(the_user_has_a_file),
	        cmocka_unit_test(a_wrong_language_is_refused),
	};

	if (i18n_init("en") != 0)
		return 1;
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
