/* A growing byte string, always NUL-terminated. A zeroed struct buf is an empty one. */
#ifndef VARTA_BUF_H
#define VARTA_BUF_H

#include <stddef.h>
#include <stdio.h>

struct buf {
	char *data; /* NULL while nothing was ever added */
	size_t len; /* bytes, without the final NUL */
	size_t cap;
};

void buf_add(struct buf *b, const void *data, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Adds what the file at path holds. Returns -1 with errno set where it cannot be read; a part may
 * have been added then. */
int buf_read_file(struct buf *b, const char *path);
/* The same of a stream, from where it is to its end. */
int buf_read_stream(struct buf *b, FILE *f);
/* Empties, keeps the memory. */
void buf_clear(struct buf *b);
void buf_release(struct buf *b);
/* Hands the string (never NULL) to the caller, who frees it; the buffer is empty again. */
char *buf_steal(struct buf *b);

#endif
