/* libmicrohttpd as a job: from the line of a request to its answer. */
#include "syncd/http/server.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "syncd/http/http_connection.h"
#include "syncd/http/http_framing.h"
#include "syncd/http/http_reply.h"
#include "syncd/http/http_request.h"
#include "syncd/http/limits.h"
#include "syncd/http/route.h"
#include "syncd/http/sources.h"

#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>

enum {
	MAX_URI = 8192,
	MEMORY = 32768,  /* bytes for the headers of one connection */
	PHOTOS = 3,      /* with one report, where each is as long as a photo may be */
	UPLOADS_MAX = 8, /* at a time: photos are held in memory */
	PATIENCE = 8,    /* a body is read and thrown away up to this many times max_body */
};

struct http_server {
	struct http_common common;
	struct MHD_Daemon *daemon;
	int epoll, listener;
	uint64_t next_id;
	struct http_connections connections;
	bool stopped; /* what handlers work on may be gone */
};

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
	struct http_server *http = cls;

	http_connections_note(&http->connections, connection, context, code);
}

/* The first that is known of a request: its line has been read. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct http_server *http = cls;
	struct http_connection *conn = http_connection_of(connection);
	struct http_request *req = xcalloc(1, sizeof(*req));
	const char *query = strchr(uri, '?');

	http_connection_end_request(conn);
	conn->request = req;
	conn->since = when_ticks();
	req->common = &http->common;
	req->connection = connection;
	req->began = conn->since;
	req->uri_len = strlen(uri);
	req->query = query ? xstrdup(query + 1) : NULL;
	snprintf(req->id, sizeof(req->id), "%016llx", (unsigned long long)http->next_id++);
	return req;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
	struct http_connection *conn = http_connection_of(connection);

	conn->since = when_ticks();
	http_connection_end_request(conn);
	*request = NULL;
}

static enum MHD_Result reply(struct http_request *req)
{
	http_connection_of(req->connection)->since = when_ticks();
	return http_reply_send(req);
}

static uint64_t content_length(const struct http_request *req)
{
	const char *s =
	        MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Content-Length");

	return s ? strtoull(s, NULL, 10) : 0;
}

static bool expects_continue(const struct http_request *req)
{
	return MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Expect");
}

static size_t body_max(const struct http_request *req)
{
	const struct settings *s = req->common->settings;
	size_t photos = !req->uploads ? 0 : req->route->files ? PHOTOS : 1;

	return (size_t)s->max_body + photos * (size_t)s->media_max;
}

/* Whether the body may be long: one photo where they are uploaded, several with a report. */
static bool may_be_long(const struct http_request *req)
{
	const char *type =
	        MHD_lookup_connection_value(req->connection, MHD_HEADER_KIND, "Content-Type");
	static const char parts[] = "multipart/form-data";

	if (!req->route || req->phase != HTTP_REQUEST_BODY)
		return false;
	if (req->route->upload)
		return req->context;
	return (req->route->files || req->route->attach) && req->common->keeper.arg && type &&
	       strncasecmp(type, parts, strlen(parts)) == 0;
}

/* What a request may not be is said after its body was read, if that is not too long: a client
 * that is still writing does not see an answer. */
static enum MHD_Result begin(struct http_server *http, struct http_request *req, const char *url,
                             const char *method, const char *version)
{
	const char *fault = http_framing_fault(req->connection, method, version);
	uint64_t max, length = content_length(req);

	req->phase = HTTP_REQUEST_BODY;
	req->method = method;
	req->path = xstrdup(url);
	route_find(req);
	req->closes = fault || http_framing_chunked(req->connection);
	if (fault) {
		http_request_error(req, 400, "%s", fault);
		return reply(req);
	}
	if (req->phase == HTTP_REQUEST_BODY)
		limits_begin(req);
	req->uploads = may_be_long(req);
	max = body_max(req);
	if (req->uri_len > MAX_URI)
		http_request_error(req, 414, "the address is longer than %d bytes", MAX_URI);
	else if (length > max)
		http_request_error(req, 413, "the body is longer than %llu bytes",
		                   (unsigned long long)max);
	else if (req->uploads && http_connections_uploads(&http->connections) > UPLOADS_MAX)
		http_request_error(req, 503, "too many photos at a time, try again");
	if (req->phase == HTTP_REQUEST_DONE && (length > PATIENCE * max || expects_continue(req)))
		return reply(req);
	return MHD_YES;
}

static enum MHD_Result take_body(struct http_request *req, const char *data, size_t len)
{
	size_t max = body_max(req);

	req->body_seen += len;
	if (req->phase == HTTP_REQUEST_BODY && req->body_seen <= max) {
		buf_add(&req->body, data, len);
	} else if (req->phase == HTTP_REQUEST_BODY) {
		buf_release(&req->body);
		http_request_error(req, 413, "the body is longer than %zu bytes", max);
	}
	return req->body_seen <= PATIENCE * max ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *data_len, void **request)
{
	const struct http_server *http = cls;
	struct http_request *req = *request;
	size_t len = *data_len;

	if (req->phase == HTTP_REQUEST_HEAD)
		return begin(cls, req, url, method, version);
	*data_len = 0;
	if (len)
		return take_body(req, data, len);
	if (req->phase == HTTP_REQUEST_BODY && http->stopped)
		http_request_unavailable(req);
	else if (req->phase == HTTP_REQUEST_BODY)
		route_run(req);
	return req->phase == HTTP_REQUEST_DONE ? reply(req) : MHD_YES;
}

struct http_server *http_server_new(const struct http_common *common, int fd)
{
	struct http_server *http = xcalloc(1, sizeof(*http));

	http->common = *common;
	LIST_INIT(&http->common.queries);
	http->listener = -1;
	LIST_INIT(&http->connections.list);
	if (getrandom(&http->next_id, sizeof(http->next_id), 0) < 0)
		fatal("getrandom");
	http->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_access, http,
	        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_uri, http,
	        MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION,
	        on_connection, http, MHD_OPTION_CONNECTION_LIMIT,
	        (unsigned)common->settings->max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	        (size_t)MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, 0U,
	        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
	if (!http->daemon) {
		close(fd);
		free(http);
		return NULL;
	}
	http->epoll = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return http;
}

static void http_server_descriptors(const void *self, struct job_descriptors *fds)
{
	const struct http_server *http = self;

	job_wait_fd(fds, http->epoll, POLLIN);
}

/* A connection ended: where the limit was reached, the library listens again only in its next run.
 */
static int64_t library_timeout(const struct http_server *http)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (http->connections.ended)
		return 0;
	if (MHD_get_timeout(http->daemon, &ms) != MHD_YES)
		return -1;
	return ms < 3600000 ? (int64_t)ms : 3600000;
}

static int64_t http_server_timeout(const void *self)
{
	const struct http_server *http = self;
	int64_t deadline = http_connections_deadline(&http->connections, http->common.settings);

	return job_sooner(library_timeout(http), deadline < INT64_MAX ? job_left(deadline) : -1);
}

static void run(struct http_server *http)
{
	http->connections.ended = false;
	MHD_run(http->daemon);
}

static void http_server_step(void *self)
{
	struct http_server *http = self;

	run(http);
	if (http_connections_expire(&http->connections, http->common.settings))
		run(http);
}

static void http_server_reload(void *self)
{
	struct http_server *http = self;

	sources_load(http->common.sources);
}

/* Accepts no further connections. */
static void http_server_quiesce(void *self)
{
	struct http_server *http = self;

	http->common.draining = true;
	http->listener = MHD_quiesce_daemon(http->daemon);
	if (http->listener >= 0)
		close(http->listener);
}

static bool http_server_busy(const void *self)
{
	const struct http_server *http = self;

	return http_connections_busy(&http->connections);
}

/* Whoever still waits is told 503. A connection must not be suspended when the library stops. */
static void http_server_free(void *self)
{
	struct http_server *http = self;

	http->stopped = true;
	http_connections_stop(&http->connections);
	MHD_run(http->daemon);
	MHD_stop_daemon(http->daemon);
	http_request_forget_queries(&http->common);
	free(http);
}

const struct job_ops http_server_job = {
        .name = "http",
        .descriptors = http_server_descriptors,
        .timeout = http_server_timeout,
        .step = http_server_step,
        .reload = http_server_reload,
        .quiesce = http_server_quiesce,
        .busy = http_server_busy,
        .free = http_server_free,
};
