/* Grows a byte string as it is written to. */
#include "lib/base/buf.h"

#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 64 };

/* Makes room for len bytes more and the NUL. */
static void reserve(struct buf *b, size_t len)
{
	size_t cap = b->cap ? b->cap : FIRST_SIZE;

	if (len >= SIZE_MAX / 2 - b->len)
		xmalloc_fail();
	while (cap < b->len + len + 1)
		cap *= 2;
	if (cap == b->cap)
		return;
	b->data = xreallocarray(b->data, cap, 1);
	b->cap = cap;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
	reserve(b, len);
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_adds(b, s);
	free(s);
}

int buf_read_stream(struct buf *b, FILE *f)
{
	char block[4096];
	size_t n;

	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(b, block, n);
	return ferror(f) ? -1 : 0;
}

int buf_read_file(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "re");
	int result, error;

	if (!f)
		return -1;
	result = buf_read_stream(b, f);
	error = errno;
	fclose(f);
	errno = error;
	return result;
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
}

void buf_release(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

char *buf_steal(struct buf *b)
{
	char *s;

	reserve(b, 0);
	b->data[b->len] = '\0';
	s = b->data;
	*b = (struct buf){0};
	return s;
}
