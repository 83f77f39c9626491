/* Photos as residents send them: what they are is judged by what is in them, never by a name, and
 * what is kept is the picture alone: neither place nor device nor time, no thumbnail, no colour
 * profile, nothing behind its end. A JPEG keeps its coefficients, the others are written anew. No
 * database in here; it reads what nobody vouches for, so it is called in a process of its own, see
 * photo_worker.h. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_H
#define VARTA_SYNCD_PHOTO_PHOTO_H

#include "lib/base/buf.h"

#include <stddef.h>

enum photo_type { PHOTO_NONE, PHOTO_JPEG, PHOTO_PNG, PHOTO_WEBP };

/* By the first bytes. */
enum photo_type photo_type(const void *data, size_t len);
/* image/jpeg, and what stands behind the dot of a file; not of PHOTO_NONE. */
const char *photo_media_type(enum photo_type type);
const char *photo_suffix(enum photo_type type);
/* The type that has this suffix; PHOTO_NONE: none has. */
enum photo_type photo_of_suffix(const char *suffix);

/* Adds the cleaned picture to out. Returns NULL, or why there is none, which the caller frees;
 * out may then hold a part. */
char *photo_clean(const void *data, size_t len, struct buf *out);

/* The parts of photo_clean(), in files of their own. */
char *photo_clean_jpeg(const void *data, size_t len, struct buf *out);
char *photo_clean_png(const void *data, size_t len, struct buf *out);
char *photo_clean_webp(const void *data, size_t len, struct buf *out);

#endif
