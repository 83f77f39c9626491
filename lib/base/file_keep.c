/* Writes files durably. */
#include "lib/base/file_keep.h"

#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of path; the caller frees it. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

/* Makes durable that path is in its folder. */
static int sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), result;

	free(folder);
	if (fd < 0)
		return -1;
	result = fsync(fd);
	close(fd);
	return result;
}

int file_keep_folders(const char *path, mode_t mode)
{
	char *folder = folder_of(path);
	int result = 0;

	for (char *slash = folder + 1; *folder && result == 0; *slash++ = '/') {
		bool last;
		slash = strchrnul(slash, '/');
		last = *slash == '\0';
		*slash = '\0';
		if (mkdir(folder, mode) == 0)
			result = chmod(folder, mode) < 0 ? -1 : sync_folder(folder);
		else if (errno != EEXIST)
			result = -1;
		if (last)
			break;
	}
	free(folder);
	return result;
}

static int write_all(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len > 0) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			at += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Closes fd after an outcome, which it keeps together with its errno. */
static int close_with(int fd, int result)
{
	int error = errno;

	if (close(fd) < 0 && result == 0)
		return -1;
	errno = error;
	return result;
}

static int fill(int fd, const void *data, size_t len, mode_t mode)
{
	return write_all(fd, data, len) < 0 || fchmod(fd, mode) < 0 || fsync(fd) < 0 ? -1 : 0;
}

int file_keep_create(const char *path, const void *data, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int error;

	if (fd < 0)
		return -1;
	if (close_with(fd, fill(fd, data, len, mode)) == 0 && sync_folder(path) == 0)
		return 0;
	error = errno;
	unlink(path);
	errno = error;
	return -1;
}

int file_keep_replace(const char *path, const void *data, size_t len, mode_t mode)
{
	char *beside = xasprintf("%s.new", path);
	int fd, result = -1, error;

	if (unlink(beside) == 0 || errno == ENOENT) {
		fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (fd >= 0)
			result = close_with(fd, fill(fd, data, len, mode));
	}
	if (result == 0)
		result = rename(beside, path);
	if (result < 0) {
		error = errno;
		unlink(beside);
		errno = error;
	} else {
		result = sync_folder(path);
	}
	free(beside);
	return result;
}

/* Appends as one; takes back what was written of it where that fails. */
static int append(int fd, const void *data, size_t len, mode_t mode)
{
	off_t before = lseek(fd, 0, SEEK_END);
	int error;

	if (before < 0)
		return -1;
	if (fill(fd, data, len, mode) == 0)
		return 0;
	error = errno;
	if (ftruncate(fd, before) < 0)
		error = errno;
	errno = error;
	return -1;
}

int file_keep_append(const char *path, const void *data, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (fd < 0)
		return -1;
	if (close_with(fd, append(fd, data, len, mode)) < 0)
		return -1;
	return sync_folder(path);
}
