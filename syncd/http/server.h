/* The job that serves HTTP: libmicrohttpd within our loop.
 *
 * In this room: http_connection, who is connected and for how long; http_request, a request and its
 * answer; http_reply, its way out and its line in the log; route, which handler it goes to; body
 * with form, json_body, multipart and upload, which become params; encoding, answers as XML and
 * JSON; sources, limits, rates and client_address, who may ask and how often; problem, why not.
 * Handlers are in the rooms of what they are about. */
#ifndef VARTA_SYNCD_HTTP_SERVER_H
#define VARTA_SYNCD_HTTP_SERVER_H

#include "syncd/core/job.h"
#include "syncd/http/http_common.h"

struct http_server;

extern const struct job_ops http_server_job;

/* Serves the listening socket fd, which it owns from now on; common is copied. NULL: it could not
 * start. */
struct http_server *http_server_new(const struct http_common *common, int fd);

#endif
