/* Notes what a program does to the files below UNSYNCED_ROOT, for tests that let the machine crash:
 * what was not synced by then is taken away afterwards (unsynced.py). Loaded by LD_PRELOAD; the
 * notes go to UNSYNCED_LOG, which is opened before any sandbox. Each is a line 'what
 * length\tpath[\tpath]', and so many bytes: what a name stood for that is taken from it. What makes
 * a name is noted before it is done, what makes it last when it is done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int notes = -1;
static char root[PATH_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("UNSYNCED_LOG"), *below = getenv("UNSYNCED_ROOT");

	if (!path || !below || !realpath(below, root))
		return;
	notes = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static bool path_of_fd(int fd, char path[PATH_MAX])
{
	char name[64];
	ssize_t n;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	n = readlink(name, path, PATH_MAX - 1);
	path[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* Whether it is below the root; path becomes absolute. */
static bool is_ours(int dir, const char *name, char path[PATH_MAX])
{
	char folder[PATH_MAX];
	size_t len = strlen(root);

	if (notes < 0)
		return false;
	if (name[0] == '/')
		snprintf(path, PATH_MAX, "%s", name);
	else if (dir == AT_FDCWD ? !!getcwd(folder, sizeof(folder)) : path_of_fd(dir, folder))
		snprintf(path, PATH_MAX, "%.2000s/%.2000s", folder, name);
	else
		return false;
	return strncmp(path, root, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

static void put(const void *data, size_t len)
{
	if (REAL(write)(notes, data, len) != (ssize_t)len)
		abort();
}

/* data: what is lost under the name, or NULL. */
static void note(const char *what, const char *path, const char *to, const char *data, size_t len)
{
	char line[2 * PATH_MAX + 64];
	int n = snprintf(line, sizeof(line), "%s %zu\t%s%s%s\n", what, len, path, to ? "\t" : "",
	                 to ? to : "");

	pthread_mutex_lock(&lock);
	put(line, (size_t)n);
	if (data)
		put(data, len);
	pthread_mutex_unlock(&lock);
}

/* What stands under a name; NULL where it is no file. The caller frees it. */
static char *content(const char *path, size_t *len)
{
	int fd = REAL(open)(path, O_RDONLY | O_CLOEXEC);
	struct stat is;
	char *data = NULL;

	*len = 0;
	if (fd >= 0 && fstat(fd, &is) == 0 && S_ISREG(is.st_mode)) {
		data = malloc((size_t)is.st_size + 1);
		*len = (size_t)read(fd, data, (size_t)is.st_size);
	}
	if (fd >= 0)
		close(fd);
	return data;
}

int openat(int dir, const char *name, int flags, ...)
{
	char path[PATH_MAX];
	mode_t mode = 0;
	va_list args;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(args, flags);
		mode = (mode_t)va_arg(args, int);
		va_end(args);
	}
	if (flags & (O_CREAT | O_TRUNC) && is_ours(dir, name, path) &&
	    (flags & O_TRUNC || access(path, F_OK) != 0))
		note("create", path, NULL, NULL, 0);
	return REAL(openat)(dir, name, flags, mode);
}

int open(const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(args, flags);
		mode = (mode_t)va_arg(args, int);
		va_end(args);
	}
	return openat(AT_FDCWD, name, flags, mode);
}

int mkostemp(char *name, int flags)
{
	char path[PATH_MAX];
	int fd = REAL(mkostemp)(name, flags);

	if (fd >= 0 && is_ours(AT_FDCWD, name, path))
		note("create", path, NULL, NULL, 0);
	return fd;
}

int mkdirat(int dir, const char *name, mode_t mode)
{
	char path[PATH_MAX];

	if (is_ours(dir, name, path) && access(path, F_OK) != 0)
		note("mkdir", path, NULL, NULL, 0);
	return REAL(mkdirat)(dir, name, mode);
}

int mkdir(const char *name, mode_t mode)
{
	return mkdirat(AT_FDCWD, name, mode);
}

int renameat(int dir, const char *name, int to_dir, const char *to_name)
{
	char path[PATH_MAX], to[PATH_MAX], *old;
	size_t len;

	if (!is_ours(dir, name, path) || !is_ours(to_dir, to_name, to))
		return REAL(renameat)(dir, name, to_dir, to_name);
	old = content(to, &len);
	note("rename", path, to, old, len);
	free(old);
	return REAL(renameat)(dir, name, to_dir, to_name);
}

int rename(const char *name, const char *to)
{
	return renameat(AT_FDCWD, name, AT_FDCWD, to);
}

int unlinkat(int dir, const char *name, int flags)
{
	char path[PATH_MAX], *old;
	size_t len;

	if (!is_ours(dir, name, path) || access(path, F_OK) != 0)
		return REAL(unlinkat)(dir, name, flags);
	old = content(path, &len);
	if (old || flags & AT_REMOVEDIR)
		note("unlink", path, NULL, old, len);
	free(old);
	return REAL(unlinkat)(dir, name, flags);
}

int unlink(const char *name)
{
	return unlinkat(AT_FDCWD, name, 0);
}

static int synced(int fd, int result)
{
	char name[PATH_MAX], path[PATH_MAX];
	struct stat is;

	if (result == 0 && notes >= 0 && path_of_fd(fd, name) && is_ours(AT_FDCWD, name, path) &&
	    fstat(fd, &is) == 0) {
		char size[32];

		snprintf(size, sizeof(size), "%lld",
		         S_ISDIR(is.st_mode) ? -1LL : (long long)is.st_size);
		note("sync", path, size, NULL, 0);
	}
	return result;
}

int fsync(int fd)
{
	return synced(fd, REAL(fsync)(fd));
}

int fdatasync(int fd)
{
	return synced(fd, REAL(fdatasync)(fd));
}

int syncfs(int fd)
{
	int result = REAL(syncfs)(fd);

	if (result == 0 && notes >= 0)
		note("syncfs", root, NULL, NULL, 0);
	return result;
}
