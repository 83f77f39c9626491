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
/* A folder or an address without the slashes at its end. The caller frees it. */
char *fetch_place(const char *place);

enum fetch_result {
	FETCH_THERE,
	FETCH_ABSENT,     /* there is nothing */
	FETCH_TOO_LONG,   /* there is something that is too long */
	FETCH_UNREACHABLE /* nobody knows: no answer, no right to read, an error of the server */
};

/* Adds what is at place, a URL or a path, of at most max bytes. TLS is verified, redirections are
 * not followed. Returns NULL, or the complaint, which the caller frees; *result (may be NULL) says
 * what became of it. */
char *fetch_get(struct fetch_client *fetch, const char *place, size_t max, struct buf *out,
                enum fetch_result *result);

#endif
