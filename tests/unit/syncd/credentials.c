/* The file of keys: what it may hold, who may read it, and complaints that name the line but no
 * key.
 *
 * uses: syncd/core/credentials.c syncd/core/origin.c
 */
#include "syncd/core/credentials.h"

#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *path;

static void write_file(const char *text, mode_t mode)
{
	FILE *f;

	unlink(path); /* its mode may keep its owner from writing */
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void test_found(void **state)
{
	struct credentials *keys = NULL;

	write_file("# keys\nkyiv-site: abc\nother: \"0123: #\"\nkyiv: ключ\n", 0600);
	assert_null(credentials_read(path, &keys));
	assert_string_equal(credentials_find(keys, "kyiv-site"), "abc");
	assert_string_equal(credentials_find(keys, "other"), "0123: #");
	assert_string_equal(credentials_find(keys, "kyiv"), "ключ");
	assert_null(credentials_find(keys, "kyiv-sit"));
	credentials_free(keys);
}

/* A key goes to the server that it is for, as libcurl reads the address, and nowhere else. */
static void test_bound(void **state)
{
	static const struct {
		const char *url;
		bool goes;
	} all[] = {
	        {"https://a.org/open311/v2", true},
	        {"https://a.org", true},
	        {"HTTPS://A.ORG:443/x", true},
	        {"http://a.org/open311/v2", false},
	        {"https://a.org:8443/", false},
	        {"https://b.org/a.org", false},
	        {"https://a.org.b.org/", false},
	        {"https://a.org@b.org/", false},
	        {"https://b.org\\a.org/", false},
	        {"https://a.org\\@b.org/", false},
	        {"https://xa.org/", false},
	        {"https://[::1]/", false},
	        {"ftp://a.org/", false},
	        {"", false},
	};
	struct credentials *keys = NULL;
	char *why;

	write_file("a: {url: 'https://a.org/open311', key: sesame}\nb: sesame\n", 0600);
	assert_null(credentials_read(path, &keys));
	assert_string_equal(credentials_find(keys, "a"), "sesame");
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		why = credentials_refusal(keys, "a", all[i].url);
		if ((why == NULL) != all[i].goes)
			fail_msg("%s: %s", all[i].url, why ? why : "goes");
		assert_true(!why ||
		            (strstr(why, "is for https://a.org") && !strstr(why, "sesame")));
		free(why);
	}
	why = credentials_refusal(keys, "b", "https://a.org");
	assert_non_null(strstr(why, "does not say which server it is for"));
	free(why);
	why = credentials_refusal(keys, "c", "https://a.org");
	assert_non_null(strstr(why, "no key"));
	free(why);
	credentials_free(keys);
}

/* A peer sends back what it got: as it is, escaped, or cut. */
static void test_quoted(void **state)
{
	static const struct {
		const char *text;
		bool quoted;
	} all[] = {
	        {"bad key: an+open/sesame=7", true},
	        {"bad request: api_key=an%2Bopen%2Fsesame%3D7&x=y", true},
	        {"xxxxxxx an+open/ses…", true},
	        {"…n/sesame=7", true},
	        {"open sesame", false},
	        {"", false},
	};
	struct credentials *keys;

	write_file("a: {url: 'https://a.org', key: an+open/sesame=7}\n"
	           "b: {url: 'https://b.org', key: short}\n",
	           0600);
	assert_null(credentials_read(path, &keys));
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (credentials_quoted(keys, "a", all[i].text) != all[i].quoted)
			fail_msg("%s", all[i].text);
	assert_true(credentials_quoted(keys, "b", "it is too short"));
	assert_false(credentials_quoted(keys, "b", "it is too shor"));
	assert_false(credentials_quoted(keys, "c", "an+open/sesame=7"));
	credentials_free(keys);
}

static void count_changed(void *arg, const char *source)
{
	++*(int *)arg;
}

static void test_changed(void **state)
{
	struct credentials *before = NULL, *after = NULL;
	int n = 0;

	write_file("a: {url: 'https://a.org', key: x}\nb: {url: 'https://b.org', key: x}\nc: x\n",
	           0600);
	assert_null(credentials_read(path, &before));
	write_file("a: {url: 'https://n.org', key: x}\nb: {url: 'https://b.org', key: x}\nc: y\n",
	           0600);
	assert_null(credentials_read(path, &after));
	credentials_changed(after, before, count_changed, &n);
	assert_int_equal(n, 2);
	credentials_free(before);
	credentials_free(after);
}

static void test_none(void **state)
{
	struct credentials *keys = NULL;

	assert_null(credentials_read(NULL, &keys));
	assert_null(credentials_find(keys, "kyiv"));
	credentials_free(keys);
	write_file("# nothing yet\n", 0400);
	assert_null(credentials_read(path, &keys));
	assert_null(credentials_find(keys, "kyiv"));
	credentials_free(keys);
}

static void test_wrong(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		const char *complaint;
	} wrong[] = {
	        {"a: sesame\n", 0660, "chmod 600"},
	        {"a: sesame\n", 0604, "chmod 600"},
	        {"a: sesame\n", 0640, "chmod 600"},
	        {"a: sesame\n", 0440, "chmod 600"},
	        {"sesame\n", 0600, ":1: codes of sources"},
	        {"- sesame\n", 0600, ":1: codes of sources"},
	        {"a: b\nc:\n", 0600, ":2: a key is expected"},
	        {"a: b\nc: [sesame]\n", 0600, ":2: a key is expected"},
	        {"a: b\nc: \"ses\\0ame\"\n", 0600, ":2: a key is expected"},
	        {"[a]: sesame\n", 0600, ":1: a key must be a text"},
	        {"a: b\nb: c\na: sesame\n", 0600, ":3: this source has a key already"},
	        {"a: b\nc: 'sesame\n", 0600, "not valid YAML"},
	        {"a: {key: sesame}\n", 0600, ":1: the url that the key is for is missing"},
	        {"a:\n  url: https://a.org\n", 0600, ":1: a key is expected"},
	        {"a:\n  url: a.org\n  key: sesame\n", 0600, ":2: url: http or https"},
	        {"a:\n  url: ftp://a.org\n  key: sesame\n", 0600, ":2: url: http or https"},
	        {"a:\n  url: https://me@a.org\n  key: sesame\n", 0600,
	         ":2: url: http or https, a host and no user"},
	        {"a:\n  key: sesame\n  host: a.org\n", 0600, ":3: url and key are expected"},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct credentials *keys = NULL;
		char *why;

		write_file(wrong[i].text, wrong[i].mode);
		why = credentials_read(path, &keys);
		assert_non_null(why);
		assert_null(keys);
		if (!strstr(why, wrong[i].complaint) || !strstr(why, path) || strstr(why, "sesame"))
			fail_msg("%s", why);
		free(why);
	}
}

/* The service manager's folder of credentials, and that alone, may have the bit of the group. */
static void test_handed_over(void **state)
{
	struct credentials *keys = NULL;
	char *folder = xstrndup(path, (size_t)(strrchr(path, '/') - path)), *why;

	write_file("a: sesame\n", 0440);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	assert_null(credentials_read(path, &keys));
	credentials_free(keys);
	write_file("a: sesame\n", 0444);
	why = credentials_read(path, &keys);
	assert_non_null(why);
	free(why);
	write_file("a: sesame\n", 0440);
	setenv("CREDENTIALS_DIRECTORY", "/run/credentials/other.service", 1);
	why = credentials_read(path, &keys);
	assert_non_null(why);
	free(why);
	unsetenv("CREDENTIALS_DIRECTORY");
	free(folder);
}

static void test_away(void **state)
{
	struct credentials *keys = NULL;
	char *why = credentials_read("/nowhere/keys", &keys);

	assert_non_null(strstr(why, "'/nowhere/keys'"));
	free(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_found),   cmocka_unit_test(test_bound),
	        cmocka_unit_test(test_changed), cmocka_unit_test(test_none),
	        cmocka_unit_test(test_wrong),   cmocka_unit_test(test_handed_over),
	        cmocka_unit_test(test_away),    cmocka_unit_test(test_quoted),
	};
	const char *tmp = getenv("TMPDIR");
	int fd, failed;

	path = xasprintf("%s/keys.XXXXXX", tmp ? tmp : "/tmp");
	fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	free(path);
	return failed;
}
