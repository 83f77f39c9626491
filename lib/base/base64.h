/* Base64, RFC 4648 section 4: with padding, without line ends. */
#ifndef VARTA_BASE_BASE64_H
#define VARTA_BASE_BASE64_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Characters that len bytes take, without an end. */
#define BASE64_LENGTH(len) (((len) + 2) / 3 * 4)

/* Adds the text of len bytes. */
void base64_add(struct buf *b, const void *data, size_t len);
/* Adds the bytes that the len characters of s stand for. Returns false, and adds nothing, where s
 * is not what base64_add() would have written for any bytes. */
bool base64_decode(struct buf *b, const char *s, size_t len);
/* The same for exactly size bytes. */
bool base64_decode_exactly(const char *s, size_t len, void *out, size_t size);

#endif
