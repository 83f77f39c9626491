/* Batches of files: each with its compressed twin, what is the same untouched, nothing half-written
 * where something fails, folders pruned, lists joined; all of it readable for the world under any
 * mask.
 *
 * uses: syncd/page/file_batch.c syncd/page/gzip.c
 */
#include "syncd/page/file_batch.h"

#include <errno.h>
#include <fcntl.h>
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
#include <zlib.h>

#include <cmocka.h>

#include "lib/base/xmalloc.h"

static char root_name[] = "/tmp/files.XXXXXX";
static int root;

static int open_root(void **state)
{
	umask(0077);
	if (!mkdtemp(root_name))
		return -1;
	root = open(root_name, O_RDONLY | O_DIRECTORY);
	return root < 0 ? -1 : 0;
}

static void drop_all(const char *const names[])
{
	for (size_t i = 0; names[i]; i++)
		if (unlinkat(root, names[i], 0) < 0)
			unlinkat(root, names[i], AT_REMOVEDIR);
}

static int close_root(void **state)
{
	static const char *const names[] = {
	        "a/1.json", "a/1.json.gz", "a/2.json", "a/2.json.gz", "a/b/3", "a/b/3.gz",
	        "a/b",      "a",           "all",      "all.gz",      "d1",    "d1.gz",
	        "d2",       "d2.gz",       "x.new",    "y",           "y.gz",  NULL};

	drop_all(names);
	close(root);
	return rmdir(root_name);
}

static void put(struct file_batch *files, const char *path, const char *text)
{
	buf_adds(&file_batch_add(files, FILE_PUT, path)->data, text);
}

/* Runs and empties the batch; its error. */
static int run(struct file_batch *files)
{
	int error;

	file_batch_write(files, root);
	error = files->error;
	file_batch_release(files);
	return error;
}

static void check_twin(const char *path, const char *text)
{
	char name[64], data[256];
	int fd, n;
	gzFile twin;

	snprintf(name, sizeof(name), "%s.gz", path);
	fd = openat(root, name, O_RDONLY);
	assert_true(fd >= 0);
	twin = gzdopen(fd, "r");
	n = gzread(twin, data, sizeof(data) - 1);
	assert_int_equal(n, strlen(text));
	assert_memory_equal(data, text, n);
	gzclose(twin);
}

static void check_file(const char *path, const char *text)
{
	char data[256];
	int fd = openat(root, path, O_RDONLY);
	ssize_t n;

	assert_true(fd >= 0);
	n = read(fd, data, sizeof(data));
	close(fd);
	assert_int_equal(n, strlen(text));
	assert_memory_equal(data, text, n);
	check_twin(path, text);
}

static bool is_there(const char *path)
{
	return faccessat(root, path, F_OK, 0) == 0;
}

static struct stat stat_of(const char *path)
{
	struct stat st = {0};

	assert_int_equal(fstatat(root, path, &st, 0), 0);
	return st;
}

static void written(void **state)
{
	struct file_batch files = {0};
	struct stat before, after;

	put(&files, "a/1.json", "one\n");
	put(&files, "a/b/3", "");
	assert_int_equal(run(&files), 0);
	check_file("a/1.json", "one\n");
	check_file("a/b/3", "");
	assert_int_equal(stat_of("a/1.json.gz").st_mode & 0777, 0644);
	assert_int_equal(stat_of("a/b").st_mode & 0777, 0755);

	before = stat_of("a/1.json");
	put(&files, "a/1.json", "one\n");
	assert_int_equal(run(&files), 0);
	after = stat_of("a/1.json");
	assert_int_equal(before.st_ino, after.st_ino);
	put(&files, "a/1.json", "two\n");
	assert_int_equal(run(&files), 0);
	check_file("a/1.json", "two\n");
	assert_false(is_there("a/1.json.new"));
}

/* A lost twin is made again. */
static void twin_lost(void **state)
{
	struct file_batch files = {0};

	unlinkat(root, "a/1.json.gz", 0);
	put(&files, "a/1.json", "two\n");
	assert_int_equal(run(&files), 0);
	check_file("a/1.json", "two\n");
}

static void failed(void **state)
{
	struct file_batch files = {0};

	assert_int_equal(mkdirat(root, "x.new", 0755), 0);
	put(&files, "y", "new");
	put(&files, "x", "x");
	file_batch_write(&files, root);
	assert_int_equal(files.error, EISDIR);
	assert_string_equal(files.failed, "x");
	file_batch_release(&files);
	assert_false(is_there("y"));
	assert_false(is_there("y.new"));
}

static void pruned(void **state)
{
	struct file_batch files = {0};
	struct file *file;

	put(&files, "a/1.json", "1");
	put(&files, "a/2.json", "2");
	assert_int_equal(run(&files), 0);
	file = file_batch_add(&files, FILE_PRUNE, "a");
	file->numbers = xcalloc(2, sizeof(*file->numbers));
	file->numbers[0] = 7;
	file->numbers[1] = 2;
	file->n = 2;
	file_batch_add(&files, FILE_PRUNE, "nowhere");
	unlinkat(root, "a/b/3", 0);
	unlinkat(root, "a/b/3.gz", 0);
	unlinkat(root, "a/b", AT_REMOVEDIR);
	assert_int_equal(run(&files), 0);
	assert_false(is_there("a/1.json"));
	assert_false(is_there("a/1.json.gz"));
	check_file("a/2.json", "2");
}

static char **parts_of(const char *const names[], size_t n)
{
	char **parts = xcalloc(n + 1, sizeof(*parts));

	for (size_t i = 0; i < n; i++)
		parts[i] = xstrdup(names[i]);
	return parts;
}

static void joined(void **state)
{
	static const char *const names[] = {"d1", "missing", "d2"};
	struct file_batch files = {0};

	put(&files, "d1", FILE_BATCH_LIST_HEAD "1,\n2" FILE_BATCH_LIST_TAIL);
	put(&files, "d2", FILE_BATCH_LIST_HEAD "3" FILE_BATCH_LIST_TAIL);
	assert_int_equal(run(&files), 0);
	file_batch_add(&files, FILE_JOIN, "all")->parts = parts_of(names, 3);
	assert_int_equal(run(&files), 0);
	check_file("all", FILE_BATCH_LIST_HEAD "1,\n2,\n3" FILE_BATCH_LIST_TAIL);
}

static void dropped(void **state)
{
	struct file_batch files = {0};

	file_batch_add(&files, FILE_DROP, "all");
	file_batch_add(&files, FILE_DROP, "nowhere/at/all");
	assert_int_equal(run(&files), 0);
	assert_false(is_there("all"));
	assert_false(is_there("all.gz"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(written), cmocka_unit_test(twin_lost), cmocka_unit_test(failed),
	        cmocka_unit_test(pruned),  cmocka_unit_test(joined),    cmocka_unit_test(dropped),
	};

	return cmocka_run_group_tests(tests, open_root, close_root);
}
