/* Writes a file and its compressed twin. */
#include "syncd/page/gzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	WINDOW = 15 + 16, /* the largest, with a header of gzip */
	MEMORY = 8
};

/* The world may read it, whatever the mask of the process. */
static int create(int root, const char *path)
{
	int fd = openat(root, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd >= 0 && fchmod(fd, 0644) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void fail(struct gzip *gzip, int error)
{
	if (!gzip->error)
		gzip->error = error ? error : EIO;
}

bool gzip_open(struct gzip *gzip, int root, const char *plain, const char *packed)
{
	*gzip = (struct gzip){.plain = create(root, plain), .packed = -1};
	if (gzip->plain < 0)
		return false;
	gzip->packed = create(root, packed);
	if (gzip->packed >= 0 && deflateInit2(&gzip->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
	                                      WINDOW, MEMORY, Z_DEFAULT_STRATEGY) == Z_OK)
		return true;
	fail(gzip, gzip->packed < 0 ? errno : ENOMEM);
	close(gzip->plain);
	if (gzip->packed >= 0)
		close(gzip->packed);
	errno = gzip->error;
	return false;
}

static void put(struct gzip *gzip, int fd, const char *data, size_t len)
{
	while (len && !gzip->error) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno != EINTR)
			fail(gzip, errno);
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
}

static void pack(struct gzip *gzip, int flush)
{
	unsigned char chunk[32768];

	do {
		gzip->stream.next_out = chunk;
		gzip->stream.avail_out = sizeof(chunk);
		deflate(&gzip->stream, flush);
		put(gzip, gzip->packed, (const char *)chunk,
		    sizeof(chunk) - gzip->stream.avail_out);
	} while (gzip->stream.avail_out == 0 && !gzip->error);
}

void gzip_write(struct gzip *gzip, const char *data, size_t len)
{
	if (!len)
		return;
	put(gzip, gzip->plain, data, len);
	gzip->stream.next_in = (unsigned char *)(uintptr_t)data;
	gzip->stream.avail_in = (unsigned)len;
	pack(gzip, Z_NO_FLUSH);
}

bool gzip_close(struct gzip *gzip)
{
	pack(gzip, Z_FINISH);
	deflateEnd(&gzip->stream);
	if (close(gzip->plain) < 0)
		fail(gzip, errno);
	if (close(gzip->packed) < 0)
		fail(gzip, errno);
	errno = gzip->error;
	return !gzip->error;
}
