/* multipart/form-data (RFC 7578), taken apart by libmicrohttpd. */
#ifndef VARTA_SYNCD_CONTENT_MULTIPART_H
#define VARTA_SYNCD_CONTENT_MULTIPART_H

#include "lib/base/buf.h"
#include "syncd/content/params.h"

struct MHD_Connection;

enum { MULTIPART_FILES_MAX = 10 };

enum { MULTIPART_DIGEST_SIZE = 65 };

/* A zeroed one is empty. */
struct multipart_files {
	struct multipart_file {
		struct buf data;
		char *name; /* what the sender calls it: whatever somebody wrote */
		char digest[MULTIPART_DIGEST_SIZE]; /* SHA-256, in hexadecimal */
	} list[MULTIPART_FILES_MAX];
	size_t n;
};

/* Moves what is in the parts that have a file name out of body, which is to be text then: there is
 * its digest in place of a file. An empty file is none. connection has its Content-Type. More files
 * than there is room for are a problem.
 */
bool multipart_take_files(struct MHD_Connection *connection, struct buf *body,
                          struct multipart_files *files, struct problem *p);
void multipart_files_release(struct multipart_files *files);

/* Adds the parts of body to params, but for those with a file name. */
bool multipart_decode(struct MHD_Connection *connection, const struct buf *body,
                      struct params *params, struct problem *p);

/* A copy of a body that was decoded, in which the parts of that name are empty; *out_len is its
 * length. The caller frees it. */
char *multipart_without(struct MHD_Connection *connection, const char *body, size_t len,
                        const char *name, size_t *out_len);

#endif
