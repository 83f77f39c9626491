/* The HTTP server: libmicrohttpd within our loop. Limits, request ids, the access log. */
#ifndef VARTA_SYNCD_HTTP_SERVER_H
#define VARTA_SYNCD_HTTP_SERVER_H

#include "syncd/core/syncd.h"

#include <stdint.h>

/* Serves the listening socket fd, which it owns from now on. NULL: it could not start. */
struct http_server *http_server_new(struct syncd *syncd, int fd);
/* Whoever still waits is told 503. */
void http_server_free(struct http_server *http);

/* To be polled for reading; then, or after http_timeout() ms (-1: none), http_run(). */
int http_server_fd(const struct http_server *http);
int http_server_timeout(const struct http_server *http);
void http_server_run(struct http_server *http);

/* Ends what takes longer than request_timeout: drops clients that are too slow to send or to
 * read, or idle; answers 503 to those that wait. After http_run(). */
void http_server_expire(struct http_server *http, int64_t now);
/* The ticks of the next such deadline, INT64_MAX: none. */
int64_t http_server_deadline(const struct http_server *http);

/* Accepts no further connections. */
void http_server_quiesce(struct http_server *http);
/* Whether a request is being read, waits or is being answered. */
bool http_server_busy(const struct http_server *http);

#endif
