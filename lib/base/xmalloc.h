/* Allocation that cannot fail: out of memory ends the program. */
#ifndef VARTA_XMALLOC_H
#define VARTA_XMALLOC_H

#include <stdarg.h>
#include <stddef.h>

/* What ends the program then; log_init() sets it to fatalx(). Without one the complaint goes to
 * standard error and the status is 1. */
void xmalloc_on_failure(void (*hook)(void));
/* Ends the program as if there were no memory, for sizes that overflow. */
void xmalloc_fail(void) __attribute__((noreturn));

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
/* Grows or shrinks p to n elements of size bytes; an overflow of n * size is fatal. */
void *xreallocarray(void *p, size_t n, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *s, size_t n) __attribute__((malloc, returns_nonnull));
char *xasprintf(const char *fmt, ...)
        __attribute__((format(printf, 1, 2), malloc, returns_nonnull));
char *xvasprintf(const char *fmt, va_list ap)
        __attribute__((format(printf, 1, 0), malloc, returns_nonnull));

#endif
