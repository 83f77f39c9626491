/* The HTTP server: libmicrohttpd within our loop. Limits, request ids, the access log. */
#ifndef VARTA_SYNCD_HTTP_SERVER_H
#define VARTA_SYNCD_HTTP_SERVER_H

#include "syncd/core/syncd.h"

#include <stdint.h>

/* Serves the listening socket fd, which it owns from now on. NULL: it could not start. */
struct http *http_new(struct syncd *syncd, int fd);
/* Whoever still waits is told 503. */
void http_free(struct http *http);

/* To be polled for reading; then, or after http_timeout() ms (-1: none), http_run(). */
int http_fd(const struct http *http);
int http_timeout(const struct http *http);
void http_run(struct http *http);

/* Ends what takes longer than request_timeout: drops clients that are too slow to send or to
 * read, or idle; answers 503 to those that wait. After http_run(). */
void http_expire(struct http *http, int64_t now);
/* The ticks of the next such deadline, INT64_MAX: none. */
int64_t http_deadline(const struct http *http);

/* Accepts no further connections. */
void http_quiesce(struct http *http);
/* Whether a request is being read, waits or is being answered. */
bool http_busy(const struct http *http);

#endif
