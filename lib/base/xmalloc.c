/* Allocation that ends the program where there is no memory. It stands below the log, which tells
 * it by a hook how a program ends. */
#include "lib/base/xmalloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*on_failure)(void);

void xmalloc_on_failure(void (*hook)(void))
{
	on_failure = hook;
}

void xmalloc_fail(void)
{
	if (on_failure)
		on_failure();
	fputs("out of memory\n", stderr);
	exit(1);
}

static void *checked(void *p)
{
	if (!p)
		xmalloc_fail();
	return p;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return checked(n && size ? calloc(n, size) : calloc(1, 1));
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	if (n == 0 || size == 0)
		n = size = 1;
	return checked(reallocarray(p, n, size));
}

char *xstrdup(const char *s)
{
	return checked(strdup(s));
}

char *xstrndup(const char *s, size_t n)
{
	return checked(strndup(s, n));
}

char *xvasprintf(const char *fmt, va_list ap)
{
	char *s = NULL;

	return checked(vasprintf(&s, fmt, ap) < 0 ? NULL : s);
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	return s;
}
