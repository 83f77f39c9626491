/* multipart/form-data (RFC 7578), taken apart by libmicrohttpd. */
#ifndef VARTA_SYNCD_CONTENT_MULTIPART_H
#define VARTA_SYNCD_CONTENT_MULTIPART_H

#include "lib/base/buf.h"
#include "syncd/content/params.h"

struct MHD_Connection;

/* Whether no part of body has a file name: where one has, that is the problem, 415, and not what
 * bytes a file has. connection has its Content-Type. */
bool multipart_is_text(struct MHD_Connection *connection, const struct buf *body,
                       struct problem *p);

/* Adds the parts of body to params. A part with a file name is a problem: 415. */
bool multipart_decode(struct MHD_Connection *connection, const struct buf *body,
                      struct params *params, struct problem *p);

/* A copy of a body that was decoded, in which the parts of that name are empty; *out_len is its
 * length. The caller frees it. */
char *multipart_without(struct MHD_Connection *connection, const char *body, size_t len,
                        const char *name, size_t *out_len);

#endif
