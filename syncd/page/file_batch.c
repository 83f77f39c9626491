/* Writes files beside the old ones, then puts each in its place. */
#include "syncd/page/file_batch.h"

#include "lib/base/xmalloc.h"
#include "syncd/page/gzip.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beyond so many files the whole file system is synchronised at once. */
enum { MANY = 24 };

static const char fresh_end[] = ".new", gzip_end[] = ".gz", gzip_fresh_end[] = ".gz.new";

struct file *file_batch_add(struct file_batch *files, enum file_act act, const char *path)
{
	if (files->n == files->cap) {
		files->cap = files->cap ? 2 * files->cap : 16;
		files->list = xreallocarray(files->list, files->cap, sizeof(*files->list));
	}
	files->list[files->n] = (struct file){.act = act, .path = xstrdup(path)};
	return &files->list[files->n++];
}

static void file_release(struct file *file)
{
	for (char **part = file->parts; part && *part; part++)
		free(*part);
	free(file->parts);
	free(file->numbers);
	free(file->path);
	buf_release(&file->data);
}

void file_batch_release(struct file_batch *files)
{
	for (size_t i = 0; i < files->n; i++)
		file_release(&files->list[i]);
	free(files->list);
	*files = (struct file_batch){0};
}

static const char *name_of(char out[PATH_MAX], const struct file *file, const char *end)
{
	snprintf(out, PATH_MAX, "%s%s", file->path, end);
	return out;
}

static bool sync_one(int root, const char *path)
{
	int fd = openat(root, path, O_RDONLY | O_CLOEXEC), result;

	if (fd < 0)
		return false;
	result = fsync(fd);
	close(fd);
	return result == 0;
}

/* The folder that path is in. */
static bool sync_folder_of(int root, const char *path)
{
	char folder[PATH_MAX], *slash;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	snprintf(slash ? slash : folder, 2, "%s", slash ? "" : ".");
	return sync_one(root, folder);
}

/* The world may read them, whatever the mask of the process. A file that is synced is lost all the
 * same where its folder is. */
static bool make_folders(int root, const char *path)
{
	char folder[PATH_MAX];

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path), path);
		if (mkdirat(root, folder, 0755) == 0
		            ? fchmodat(root, folder, 0755, 0) < 0 || !sync_folder_of(root, folder)
		            : errno != EEXIST)
			return false;
	}
	return true;
}

static bool read_whole(int root, const char *path, struct buf *out)
{
	int fd = openat(root, path, O_RDONLY | O_CLOEXEC);
	char chunk[65536];
	ssize_t n;

	if (fd < 0)
		return false;
	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		buf_add(out, chunk, (size_t)n);
	close(fd);
	return n == 0;
}

/* Whether the file is there already as it shall be, with its twin. */
static bool is_same(int root, const struct file *file)
{
	struct buf old = {0};
	char name[PATH_MAX];
	bool same = faccessat(root, name_of(name, file, gzip_end), F_OK, 0) == 0 &&
	            read_whole(root, file->path, &old) && old.len == file->data.len &&
	            memcmp(old.len ? old.data : "", file->data.len ? file->data.data : "",
	                   old.len) == 0;

	buf_release(&old);
	return same;
}

static bool open_fresh(int root, struct file *file, struct gzip *gzip)
{
	char plain[PATH_MAX], packed[PATH_MAX];

	if (!make_folders(root, file->path))
		return false;
	file->fresh = true;
	return gzip_open(gzip, root, name_of(plain, file, fresh_end),
	                 name_of(packed, file, gzip_fresh_end));
}

static bool put(int root, struct file *file)
{
	struct gzip gzip;

	if (is_same(root, file))
		return true;
	if (!open_fresh(root, file, &gzip))
		return false;
	gzip_write(&gzip, file->data.data, file->data.len);
	return gzip_close(&gzip);
}

/* What stands between the first line of a list and its last one. */
static bool inner(const struct buf *list, const char **begin, size_t *len)
{
	const char *first = list->len ? memchr(list->data, '\n', list->len) : NULL;
	const char *last = first ? memrchr(list->data, '\n', list->len - 1) : NULL;

	if (!last || last <= first)
		return false;
	*begin = first + 1;
	*len = (size_t)(last - *begin);
	return *len > 0;
}

static bool join(int root, struct file *file)
{
	struct gzip gzip;
	struct buf list = {0};
	const char *begin, *between = "";
	size_t len;

	if (!open_fresh(root, file, &gzip))
		return false;
	gzip_write(&gzip, FILE_BATCH_LIST_HEAD, strlen(FILE_BATCH_LIST_HEAD));
	for (char **part = file->parts; *part; part++) {
		buf_clear(&list);
		if (!read_whole(root, *part, &list) || !inner(&list, &begin, &len))
			continue;
		gzip_write(&gzip, between, strlen(between));
		gzip_write(&gzip, begin, len);
		between = ",\n";
	}
	gzip_write(&gzip, FILE_BATCH_LIST_TAIL, strlen(FILE_BATCH_LIST_TAIL));
	buf_release(&list);
	return gzip_close(&gzip);
}

/* The files that were written, or after they took their places the folders they are in. */
static bool make_durable(const struct file_batch *files, int root, size_t count, bool folders)
{
	char name[PATH_MAX];

	if (count > MANY)
		return syncfs(root) == 0;
	for (size_t i = 0; i < files->n; i++) {
		const struct file *file = &files->list[i];

		if (folders && file->act != FILE_PRUNE) {
			if (!sync_folder_of(root, file->path) && errno != ENOENT)
				return false;
		} else if (file->fresh && (!sync_one(root, name_of(name, file, fresh_end)) ||
		                           !sync_one(root, name_of(name, file, gzip_fresh_end)))) {
			return false;
		}
	}
	return true;
}

static bool take_place(int root, const struct file *file)
{
	char from[PATH_MAX], to[PATH_MAX];

	return renameat(root, name_of(from, file, gzip_fresh_end), root,
	                name_of(to, file, gzip_end)) == 0 &&
	       renameat(root, name_of(from, file, fresh_end), root, file->path) == 0;
}

static bool drop(int root, const char *path)
{
	return unlinkat(root, path, 0) == 0 || errno == ENOENT || errno == ENOTDIR;
}

static int by_number(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static bool is_kept(const struct file *file, const char *name)
{
	char *end;
	long long number = strtoll(name, &end, 10);

	return end > name && *end == '.' && file->n &&
	       bsearch(&number, file->numbers, file->n, sizeof(number), by_number) &&
	       strcmp(name + strlen(name) - strlen(fresh_end), fresh_end) != 0;
}

static bool prune(int root, const struct file *file)
{
	int fd = openat(root, file->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	bool well = true;

	if (!dir)
		return errno == ENOENT;
	if (file->n)
		qsort(file->numbers, file->n, sizeof(*file->numbers), by_number);
	while (well && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && !is_kept(file, entry->d_name))
			well = drop(fd, entry->d_name);
	closedir(dir);
	return well;
}

/* What is to be written, written beside; what is to go, gone. */
static bool prepare(int root, struct file *file)
{
	char name[PATH_MAX];

	switch (file->act) {
	case FILE_PUT:
		return put(root, file);
	case FILE_JOIN:
		return join(root, file);
	case FILE_DROP:
		return drop(root, name_of(name, file, gzip_end)) && drop(root, file->path);
	case FILE_PRUNE:
		return prune(root, file);
	}
	return true;
}

static bool failed(struct file_batch *files, const char *path)
{
	if (!files->error) {
		files->error = errno ? errno : EIO;
		files->failed = path;
	}
	return false;
}

static bool write_all(struct file_batch *files, int root)
{
	size_t fresh = 0;

	for (size_t i = 0; i < files->n; i++) {
		if (!prepare(root, &files->list[i]))
			return failed(files, files->list[i].path);
		fresh += (size_t)files->list[i].fresh;
	}
	if (!make_durable(files, root, fresh, false))
		return failed(files, ".");
	for (size_t i = 0; i < files->n; i++)
		if (files->list[i].fresh && !take_place(root, &files->list[i]))
			return failed(files, files->list[i].path);
	return make_durable(files, root, files->n, true) || failed(files, ".");
}

void file_batch_write(struct file_batch *files, int root)
{
	char name[PATH_MAX];

	if (write_all(files, root))
		return;
	for (size_t i = 0; i < files->n; i++) {
		if (files->list[i].fresh) {
			drop(root, name_of(name, &files->list[i], fresh_end));
			drop(root, name_of(name, &files->list[i], gzip_fresh_end));
		}
	}
}
