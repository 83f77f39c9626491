/* The TCP connections of the server, and how long each may take. */
#ifndef VARTA_SYNCD_HTTP_HTTP_CONNECTION_H
#define VARTA_SYNCD_HTTP_HTTP_CONNECTION_H

#include "lib/program/settings.h"

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct http_request;

/* Its time runs anew when it is opened, when a request begins, when the answer is there, and when
 * that has been sent. */
struct http_connection {
	LIST_ENTRY(http_connection) link;
	int fd;
	int64_t since;
	bool dropped;
	struct http_request *request; /* owned; NULL: none is under way */
};

struct http_connections {
	LIST_HEAD(http_connection_list, http_connection) list;
	int n;
	bool ended; /* one has ended since this was set to false */
};

/* Of the library's connection; NULL: it has none yet. */
struct http_connection *http_connection_of(struct MHD_Connection *connection);

/* A connection was opened or has ended: *context is what http_connection_of() returns. */
void http_connections_note(struct http_connections *connections, struct MHD_Connection *connection,
                           void **context, enum MHD_ConnectionNotificationCode code);

/* Frees the request. */
void http_connection_end_request(struct http_connection *conn);

/* How many requests with photos are under way. */
int http_connections_uploads(const struct http_connections *connections);
/* Whether any request is. */
bool http_connections_busy(const struct http_connections *connections);

/* The ticks when the first connection's time is over; INT64_MAX: none's is. */
int64_t http_connections_deadline(const struct http_connections *connections,
                                  const struct settings *settings);
/* Answers 503 to those that wait too long, and drops clients that are too slow to send or to read,
 * or idle. Returns whether there was any. */
bool http_connections_expire(const struct http_connections *connections,
                             const struct settings *settings);
/* The same for those that wait, all of them. */
void http_connections_stop(const struct http_connections *connections);

#endif
