/* The folder of a log: the newest checkpoint is the one that was signed last, also where a crash
 * came between the two files or cut one off; every one that was ever signed stays; two of one size
 * are never kept.
 */
#include "lib/merkle/log_folder.h"

#include "lib/base/file_keep.h"
#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *folder, *key_path, *one, *all;
static struct note_signer *signer;

static int set_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char *why;

	folder = xasprintf("%s/log.XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(folder))
		return -1;
	key_path = xasprintf("%s/key", folder);
	one = xasprintf("%s/checkpoint", folder);
	all = xasprintf("%s/checkpoints", folder);
	why = note_signer_create(key_path, "varta.example/log", &signer);
	free(why);
	return why ? -1 : 0;
}

static int tear_down(void **state)
{
	note_signer_free(signer);
	unlink(one);
	unlink(all);
	unlink(key_path);
	rmdir(folder);
	free(one);
	free(all);
	free(key_path);
	free(folder);
	return 0;
}

static const struct note_key *key(void)
{
	return note_signer_key(signer);
}

static char *sign(uint64_t size, const char *what)
{
	struct merkle_hash root;

	merkle_leaf(what, strlen(what), &root);
	return checkpoint_sign(size, &root, signer);
}

static void keep(uint64_t size)
{
	char *note = sign(size, "root");

	assert_null(log_folder_keep(folder, note, key()));
	free(note);
}

static char *content(const char *path)
{
	struct buf b = {0};

	assert_int_equal(buf_read_file(&b, path), 0);
	return buf_steal(&b);
}

static void assert_newest(uint64_t size)
{
	struct buf data = {0};
	struct checkpoint c;
	char *expected = sign(size, "root");

	assert_null(log_folder_newest(folder, key(), &data, &c));
	assert_string_equal(data.data, expected);
	assert_int_equal(c.size, size);
	free(expected);
	buf_release(&data);
}

static size_t notes_in_all(void)
{
	char *text = content(all);
	size_t n = 0, at = 0, len = strlen(text);
	struct note note;
	struct checkpoint c;

	for (; at < len; n++) {
		assert_null(note_parse_first(text + at, len - at, &note));
		assert_null(checkpoint_of_note(&note, key(), &c));
		at += note.len;
	}
	free(text);
	return n;
}

static void test_kept(void **state)
{
	struct buf data = {0};
	struct checkpoint c;
	struct stat st;

	assert_null(log_folder_newest(folder, key(), &data, &c));
	assert_int_equal(data.len, 0);
	keep(64);
	keep(128);
	assert_newest(128);
	assert_int_equal(notes_in_all(), 2);
	keep(64); /* a cosignature that came late */
	assert_newest(128);
	assert_int_equal(notes_in_all(), 3);
	assert_int_equal(stat(one, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
}

static void test_never_two_of_one_size(void **state)
{
	char *note = sign(64, "another"), *why;

	keep(64);
	why = log_folder_keep(folder, note, key());
	assert_non_null(strstr(why, "another checkpoint of the same size"));
	assert_int_equal(notes_in_all(), 1);
	free(why);
	free(note);
}

/* Killed between the two files: what was signed stands in one of them. */
static void test_killed_between(void **state)
{
	char *note = sign(128, "root");

	keep(64);
	assert_int_equal(file_keep_append(all, note, strlen(note), 0644), 0);
	assert_newest(128);
	free(note);
}

/* The machine went down while the line was written. */
static void test_cut_off(void **state)
{
	char *note = sign(128, "root");

	keep(64);
	for (size_t len = 1; len < strlen(note); len += 9) {
		char *before = content(all);
		assert_int_equal(file_keep_append(all, note, len, 0644), 0);
		assert_newest(64);
		keep(64);
		assert_true(notes_in_all() >= 2);
		assert_int_equal(file_keep_replace(all, before, strlen(before), 0644), 0);
		free(before);
	}
	keep(128);
	assert_newest(128);
	assert_int_equal(notes_in_all(), 2);
	free(note);
}

static void test_foreign(void **state)
{
	struct buf data = {0};
	struct checkpoint c;
	char *note, *why;

	keep(64);
	note = content(one);
	*strstr(note, "64") = '9';
	assert_int_equal(file_keep_replace(one, note, strlen(note), 0644), 0);
	why = log_folder_newest(folder, key(), &data, &c);
	assert_non_null(strstr(why, "not ours"));
	free(why);
	why = log_folder_keep(folder, note, key());
	assert_non_null(strstr(why, "no checkpoint of ours"));
	free(why);
	free(note);
	buf_release(&data);
}

static void test_read_only(void **state)
{
	char *note = sign(64, "root"), *missing = xasprintf("%s/none", folder);
	char *why = log_folder_keep(missing, note, key());

	assert_non_null(strstr(why, "cannot write"));
	free(why);
	free(missing);
	free(note);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test_setup_teardown(test_kept, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_never_two_of_one_size, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_killed_between, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_cut_off, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_foreign, set_up, tear_down),
	        cmocka_unit_test_setup_teardown(test_read_only, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
