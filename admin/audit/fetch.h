/* Files that are read from a disk or from a web server, alike. */
#ifndef VARTA_ADMIN_FETCH_H
#define VARTA_ADMIN_FETCH_H

#include "lib/base/buf.h"

#include <stdbool.h>

struct fetch_client;

struct fetch_client *fetch_new(void);
void fetch_free(struct fetch_client *fetch);

/* Whether place is the address of a web server: http:// or https://. */
bool fetch_is_url(const char *place);
/* Adds what is at place, a URL or a path, of at most max bytes. TLS is verified, redirections are
 * not followed. Returns NULL, or the complaint, which the caller frees; *absent (may be NULL) says
 * whether there is nothing. */
char *fetch_get(struct fetch_client *fetch, const char *place, size_t max, struct buf *out,
                bool *absent);

#endif
