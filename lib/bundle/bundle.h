/* An archive that nobody changes unnoticed: files, the SHA-256 of each, and not one byte that could
 * be otherwise. It is a tar archive (ustar), so that everybody can unpack it.
 *
 * lib/bundle is what is kept of an order for a court: this file; the events in it, which the log
 * proves (evidence.h). */
#ifndef VARTA_BUNDLE_BUNDLE_H
#define VARTA_BUNDLE_BUNDLE_H

#include "lib/base/buf.h"

enum {
	BUNDLE_FILES_MAX = 256,
	BUNDLE_NAME_MAX = 99,
	BUNDLE_FILE_MAX = 32 << 20 /* bytes */
};

/* What lists the others: a line each, its SHA-256 and its name, as sha256sum has them. */
#define BUNDLE_SUMS "SHA256SUMS"

struct bundle_file {
	char *name;
	struct buf data;
};

struct bundle {
	struct bundle_file files[BUNDLE_FILES_MAX];
	size_t n;
};

/* Adds a file; its name is of letters, digits and ._/-. */
void bundle_add(struct bundle *bundle, const char *name, const void *data, size_t len);
/* What is in the file of that name; NULL: there is none. */
const struct buf *bundle_find(const struct bundle *bundle, const char *name);
void bundle_release(struct bundle *bundle);

/* Adds SHA256SUMS and writes all of it into out. Returns NULL, or the complaint, which the caller
 * frees. */
char *bundle_write(struct bundle *bundle, struct buf *out);
/* Reads an archive of foreign origin. Returns NULL, or the complaint, which the caller frees: it is
 * no archive, a hash differs, or it is not byte by byte what bundle_write() makes of its files. */
char *bundle_read(const void *data, size_t len, struct bundle *bundle);

/* SHA-256 in hexadecimal, with its end. */
enum { BUNDLE_HEX_SIZE = 65 };
void bundle_hash(const void *data, size_t len, char out[BUNDLE_HEX_SIZE]);

#endif
