/* A folder of files that are named by the SHA-256 of what is in them: two levels, each file written
 * whole and on the disk before anybody is told of it. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_STORE_H
#define VARTA_SYNCD_PHOTO_PHOTO_STORE_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { PHOTO_STORE_NAME = 64, PHOTO_STORE_SIZE = PHOTO_STORE_NAME + 1 };

/* NULL, or why nothing can be put into folder; the caller frees it. */
char *photo_store_check(const char *folder);
/* Puts data there, if it is not there yet; name is what it is called. False with errno. */
bool photo_store_put(const char *folder, const void *data, size_t len, char name[PHOTO_STORE_SIZE]);
/* Adds the file to out. False with errno. */
bool photo_store_get(const char *folder, const char *name, struct buf *out);
/* Takes it away; one that is not there is no error. False with errno. */
bool photo_store_drop(const char *folder, const char *name);
/* Whether it could be the name of a file there. */
bool photo_store_is_name(const char *name, size_t len);

#endif
