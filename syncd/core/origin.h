/* The server that a URL leads to: scheme, host and port. */
#ifndef VARTA_SYNCD_CORE_ORIGIN_H
#define VARTA_SYNCD_CORE_ORIGIN_H

#include <stdbool.h>

/* Whether url is http or https with a host, and without a user. */
bool origin_is_url(const char *url);
/* Whether both lead to the same server, by the parser that will send to them. */
bool origin_same(const char *a, const char *b);

#endif
