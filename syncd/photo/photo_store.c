/* Keeps photos in files that are named after their hashes. */
#include "syncd/photo/photo_store.h"

#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *photo_store_check(const char *folder)
{
	if (access(folder, R_OK | W_OK | X_OK) < 0)
		return xasprintf("cannot write to '%s': %s", folder, strerror(errno));
	return NULL;
}

bool photo_store_is_name(const char *name, size_t len)
{
	return len == PHOTO_STORE_NAME && strspn(name, "0123456789abcdef") >= PHOTO_STORE_NAME;
}

static char *path_of(const char *folder, const char *name)
{
	return xasprintf("%s/%.2s/%.*s", folder, name, PHOTO_STORE_NAME, name);
}

static void name_of(const void *data, size_t len, char name[PHOTO_STORE_SIZE])
{
	unsigned char digest[SHA256_DIGEST_LENGTH];

	SHA256(data, len, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(name + 2 * i, 3, "%02x", digest[i]);
}

static bool write_file(int fd, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n < 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

/* A name in a folder is on the disk when the folder is. */
static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Takes fd. */
static bool place(int fd, const char *made, const char *path, const void *data, size_t len)
{
	bool ok = write_file(fd, data, len);

	ok = close(fd) == 0 && ok && rename(made, path) == 0;
	if (!ok) {
		int error = errno;

		unlink(made);
		errno = error;
	}
	return ok;
}

bool photo_store_put(const char *folder, const void *data, size_t len, char name[PHOTO_STORE_SIZE])
{
	char *path, *made, *room;
	bool ok;
	int fd;

	name_of(data, len, name);
	path = path_of(folder, name);
	room = xasprintf("%s/%.2s", folder, name);
	made = xasprintf("%s/.new.XXXXXX", room);
	ok = access(path, F_OK) == 0;
	if (!ok) {
		mkdir(room, 0700);
		fd = mkostemp(made, O_CLOEXEC);
		ok = fd >= 0 && place(fd, made, path, data, len) && sync_folder(room) &&
		     sync_folder(folder);
	}
	free(made);
	free(room);
	free(path);
	return ok;
}

bool photo_store_get(const char *folder, const char *name, struct buf *out)
{
	char *path = path_of(folder, name);
	bool ok = buf_read_file(out, path) == 0;

	free(path);
	return ok;
}

bool photo_store_drop(const char *folder, const char *name)
{
	char *path = path_of(folder, name);
	bool ok = unlink(path) == 0 || errno == ENOENT;

	free(path);
	return ok;
}
