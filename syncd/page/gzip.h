/* A file and its compressed twin, written side by side. */
#ifndef VARTA_SYNCD_PAGE_GZIP_H
#define VARTA_SYNCD_PAGE_GZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <zlib.h>

struct gzip {
	int plain, packed; /* descriptors */
	z_stream stream;
	int error; /* errno of what failed first, 0: nothing */
};

/* Creates both (mode 0644), below the folder root. Returns false with errno set; then there is
 * nothing to close. */
bool gzip_open(struct gzip *gzip, int root, const char *plain, const char *packed);
/* What fails is remembered. */
void gzip_write(struct gzip *gzip, const char *data, size_t len);
/* Returns whether all went well; errno otherwise. */
bool gzip_close(struct gzip *gzip);

#endif
