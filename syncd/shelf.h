/* A folder of files that are named by the SHA-256 of what is in them: two levels, each file written
 * whole and on the disk before anybody is told of it. */
#ifndef VARTA_SYNCD_SHELF_H
#define VARTA_SYNCD_SHELF_H

#include "lib/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum { SHELF_NAME = 64, SHELF_SIZE = SHELF_NAME + 1 };

/* NULL, or why nothing can be put into folder; the caller frees it. */
char *shelf_check(const char *folder);
/* Puts data there, if it is not there yet; name is what it is called. False with errno. */
bool shelf_put(const char *folder, const void *data, size_t len, char name[SHELF_SIZE]);
/* Adds the file to out. False with errno. */
bool shelf_get(const char *folder, const char *name, struct buf *out);
/* Takes it away; one that is not there is no error. False with errno. */
bool shelf_drop(const char *folder, const char *name);
/* Whether it could be the name of a file there. */
bool shelf_is_name(const char *name, size_t len);

#endif
