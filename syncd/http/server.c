#include "syncd/http/server.h"

#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/http/http_reply.h"
#include "syncd/http/http_request.h"
#include "syncd/http/limits.h"
#include "syncd/routes.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	MAX_URI = 8192,
	MEMORY = 32768,  /* bytes for the headers of one connection */
	UPLOADS_MAX = 8, /* at a time */
	PATIENCE = 8,    /* a body is read and thrown away up to this many times max_body */
};

/* A TCP connection. Its time runs anew when it is opened, when a request begins, when the answer
 * is there, and when that has been sent. */
struct http_connection {
	LIST_ENTRY(http_connection) link;
	int fd;
	int64_t since;
	bool dropped;
	struct http_request *request;
};

struct http_server {
	struct syncd *syncd;
	struct MHD_Daemon *daemon;
	int epoll, listener;
	uint64_t next_id;
	bool again; /* a connection ended: where the limit was reached, the library listens again
	               only in its next run */
	LIST_HEAD(http_connection_list, http_connection) connections;
	int connected; /* of them */
};

static struct http_connection *connection_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void end_request(struct http_connection *peer)
{
	struct http_request *req = peer->request;

	if (!req)
		return;
	peer->request = NULL;
	http_request_detach(req);
	free(req->path);
	free(req->query);
	free(req->key);
	buf_release(&req->body);
	buf_release(&req->answer);
	params_release(&req->params);
	free(req);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
	struct http_server *http = cls;
	struct http_connection *peer = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		peer = xcalloc(1, sizeof(*peer));
		peer->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
		                   ->connect_fd;
		peer->since = when_ticks();
		LIST_INSERT_HEAD(&http->connections, peer, link);
		http->connected++;
		*context = peer;
	} else if (peer) {
		end_request(peer);
		LIST_REMOVE(peer, link);
		http->connected--;
		free(peer);
		*context = NULL;
		http->again = true;
	}
}

/* The first that is known of a request: its line has been read. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct http_server *http = cls;
	struct http_connection *peer = connection_of(connection);
	struct http_request *req = xcalloc(1, sizeof(*req));
	const char *query = strchr(uri, '?');

	end_request(peer);
	peer->request = req;
	peer->since = when_ticks();
	req->syncd = http->syncd;
	req->connection = connection;
	req->began = peer->since;
	req->uri_len = strlen(uri);
	req->query = query ? xstrdup(query + 1) : NULL;
	snprintf(req->id, sizeof(req->id), "%016llx", (unsigned long long)http->next_id++);
	return req;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
	struct http_connection *peer = connection_of(connection);

	peer->since = when_ticks();
	end_request(peer);
	*request = NULL;
}

static enum MHD_Result reply(struct http_request *req)
{
	connection_of(req->connection)->since = when_ticks();
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

/* Photos are held in memory, so not too many of them at a time. */
static int uploads(const struct http_server *http)
{
	const struct http_connection *peer;
	int n = 0;

	LIST_FOREACH(peer, &http->connections, link)
		n += peer->request && peer->request->route && peer->request->route->upload;
	return n;
}

static size_t body_max(const struct http_request *req)
{
	const struct settings *s = &req->syncd->settings;
	bool upload = req->route && req->route->upload && req->syncd->photos;

	return (size_t)s->max_body + (upload ? (size_t)s->media_max : 0);
}

/* What a request may not be is said after its body was read, if that is not too long: a client
 * that is still writing does not see an answer. */
static enum MHD_Result begin(struct http_request *req, const char *url, const char *method)
{
	uint64_t max, length = content_length(req);

	req->phase = HTTP_REQUEST_BODY;
	req->method = method;
	req->path = xstrdup(url);
	routes_find(req);
	if (req->phase == HTTP_REQUEST_BODY)
		limits_begin(req);
	max = body_max(req);
	if (req->uri_len > MAX_URI)
		http_request_error(req, 414, "the address is longer than %d bytes", MAX_URI);
	else if (length > max)
		http_request_error(req, 413, "the body is longer than %llu bytes",
		                   (unsigned long long)max);
	else if (req->route && req->route->upload && uploads(req->syncd->http) > UPLOADS_MAX)
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
	struct http_request *req = *request;
	size_t len = *data_len;

	if (req->phase == HTTP_REQUEST_HEAD)
		return begin(req, url, method);
	*data_len = 0;
	if (len)
		return take_body(req, data, len);
	if (req->phase == HTTP_REQUEST_BODY)
		routes_run(req);
	return req->phase == HTTP_REQUEST_DONE ? reply(req) : MHD_YES;
}

struct http_server *http_server_new(struct syncd *syncd, int fd)
{
	struct http_server *http = xcalloc(1, sizeof(*http));

	http->syncd = syncd;
	http->listener = -1;
	LIST_INIT(&http->connections);
	if (getrandom(&http->next_id, sizeof(http->next_id), 0) < 0)
		fatal("getrandom");
	http->daemon = MHD_start_daemon(
	        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_access, http,
	        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_uri, http,
	        MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION,
	        on_connection, http, MHD_OPTION_CONNECTION_LIMIT,
	        (unsigned)syncd->settings.max_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
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

int http_server_fd(const struct http_server *http)
{
	return http->epoll;
}

int http_server_timeout(const struct http_server *http)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (http->again)
		return 0;
	if (MHD_get_timeout(http->daemon, &ms) != MHD_YES)
		return -1;
	return ms < 3600000 ? (int)ms : 3600000;
}

void http_server_run(struct http_server *http)
{
	http->again = false;
	MHD_run(http->daemon);
}

/* The library has no call that closes a connection: it is told of the end by the socket. */
static void drop(struct http_connection *peer)
{
	log_debug("dropped a connection that was slow or idle");
	peer->dropped = true;
	shutdown(peer->fd, SHUT_RDWR);
}

/* What a client may take for a request, or for doing nothing: a tenth where most places are taken.
 */
static int patience(const struct http_server *http)
{
	const struct settings *s = &http->syncd->settings;

	return http->connected > s->max_connections / 4 * 3 ? s->request_timeout / 10
	                                                    : s->request_timeout;
}

/* When the peer's time is over. */
static int64_t deadline_of(const struct http_server *http, const struct http_connection *peer)
{
	if (peer->dropped)
		return INT64_MAX;
	if (peer->request && peer->request->phase == HTTP_REQUEST_WAIT)
		return peer->request->deadline;
	return peer->since + patience(http);
}

int64_t http_server_deadline(const struct http_server *http)
{
	int64_t next = INT64_MAX;
	const struct http_connection *peer;

	LIST_FOREACH(peer, &http->connections, link)
		if (deadline_of(http, peer) < next)
			next = deadline_of(http, peer);
	return next;
}

/* Returns whether the peer's time was over. */
static bool expire_connection(const struct http_server *http, struct http_connection *peer,
                              int64_t now)
{
	if (now < deadline_of(http, peer))
		return false;
	if (peer->request && peer->request->phase == HTTP_REQUEST_WAIT)
		http_request_expire(peer->request);
	else
		drop(peer);
	return true;
}

void http_server_expire(struct http_server *http, int64_t now)
{
	struct http_connection *peer;
	bool any = false;

	LIST_FOREACH(peer, &http->connections, link)
		any |= expire_connection(http, peer, now);
	if (any)
		http_server_run(http);
}

void http_server_quiesce(struct http_server *http)
{
	http->listener = MHD_quiesce_daemon(http->daemon);
	if (http->listener >= 0)
		close(http->listener);
}

bool http_server_busy(const struct http_server *http)
{
	const struct http_connection *peer;

	LIST_FOREACH(peer, &http->connections, link)
		if (peer->request)
			return true;
	return false;
}

/* A connection must not be suspended when the library stops. */
void http_server_free(struct http_server *http)
{
	struct http_connection *peer;

	if (!http)
		return;
	LIST_FOREACH(peer, &http->connections, link)
		if (peer->request && peer->request->phase == HTTP_REQUEST_WAIT)
			http_request_expire(peer->request);
	MHD_run(http->daemon);
	MHD_stop_daemon(http->daemon);
	free(http);
}
