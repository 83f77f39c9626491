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
struct peer {
	LIST_ENTRY(peer) link;
	int fd;
	int64_t since;
	bool dropped;
	struct http_request *exchange;
};

struct http {
	struct syncd *syncd;
	struct MHD_Daemon *daemon;
	int epoll, listener;
	uint64_t next_id;
	bool again; /* a connection ended: where the limit was reached, the library listens again
	               only in its next run */
	LIST_HEAD(peer_list, peer) peers;
	int connected; /* of them */
};

static struct peer *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void end_exchange(struct peer *peer)
{
	struct http_request *ex = peer->exchange;

	if (!ex)
		return;
	peer->exchange = NULL;
	http_request_detach(ex);
	free(ex->path);
	free(ex->query);
	free(ex->key);
	buf_release(&ex->body);
	buf_release(&ex->answer);
	params_release(&ex->params);
	free(ex);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
	struct http *http = cls;
	struct peer *peer = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		peer = xcalloc(1, sizeof(*peer));
		peer->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)
		                   ->connect_fd;
		peer->since = when_ticks();
		LIST_INSERT_HEAD(&http->peers, peer, link);
		http->connected++;
		*context = peer;
	} else if (peer) {
		end_exchange(peer);
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
	struct http *http = cls;
	struct peer *peer = peer_of(connection);
	struct http_request *ex = xcalloc(1, sizeof(*ex));
	const char *query = strchr(uri, '?');

	end_exchange(peer);
	peer->exchange = ex;
	peer->since = when_ticks();
	ex->syncd = http->syncd;
	ex->connection = connection;
	ex->began = peer->since;
	ex->uri_len = strlen(uri);
	ex->query = query ? xstrdup(query + 1) : NULL;
	snprintf(ex->id, sizeof(ex->id), "%016llx", (unsigned long long)http->next_id++);
	return ex;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
	struct peer *peer = peer_of(connection);

	peer->since = when_ticks();
	end_exchange(peer);
	*request = NULL;
}

static enum MHD_Result reply(struct http_request *ex)
{
	peer_of(ex->connection)->since = when_ticks();
	return reply_send(ex);
}

static uint64_t content_length(const struct http_request *ex)
{
	const char *s =
	        MHD_lookup_connection_value(ex->connection, MHD_HEADER_KIND, "Content-Length");

	return s ? strtoull(s, NULL, 10) : 0;
}

static bool expects_continue(const struct http_request *ex)
{
	return MHD_lookup_connection_value(ex->connection, MHD_HEADER_KIND, "Expect");
}

/* Photos are held in memory, so not too many of them at a time. */
static int uploads(const struct http *http)
{
	const struct peer *peer;
	int n = 0;

	LIST_FOREACH(peer, &http->peers, link)
	n += peer->exchange && peer->exchange->route && peer->exchange->route->upload;
	return n;
}

static size_t body_max(const struct http_request *ex)
{
	const struct settings *s = &ex->syncd->settings;
	bool upload = ex->route && ex->route->upload && ex->syncd->media;

	return (size_t)s->max_body + (upload ? (size_t)s->media_max : 0);
}

/* What a request may not be is said after its body was read, if that is not too long: a client
 * that is still writing does not see an answer. */
static enum MHD_Result begin(struct http_request *ex, const char *url, const char *method)
{
	uint64_t max, length = content_length(ex);

	ex->phase = HTTP_REQUEST_BODY;
	ex->method = method;
	ex->path = xstrdup(url);
	routes_find(ex);
	if (ex->phase == HTTP_REQUEST_BODY)
		limits_begin(ex);
	max = body_max(ex);
	if (ex->uri_len > MAX_URI)
		http_request_error(ex, 414, "the address is longer than %d bytes", MAX_URI);
	else if (length > max)
		http_request_error(ex, 413, "the body is longer than %llu bytes",
		                   (unsigned long long)max);
	else if (ex->route && ex->route->upload && uploads(ex->syncd->http) > UPLOADS_MAX)
		http_request_error(ex, 503, "too many photos at a time, try again");
	if (ex->phase == HTTP_REQUEST_DONE && (length > PATIENCE * max || expects_continue(ex)))
		return reply(ex);
	return MHD_YES;
}

static enum MHD_Result take_body(struct http_request *ex, const char *data, size_t len)
{
	size_t max = body_max(ex);

	ex->body_seen += len;
	if (ex->phase == HTTP_REQUEST_BODY && ex->body_seen <= max) {
		buf_add(&ex->body, data, len);
	} else if (ex->phase == HTTP_REQUEST_BODY) {
		buf_release(&ex->body);
		http_request_error(ex, 413, "the body is longer than %zu bytes", max);
	}
	return ex->body_seen <= PATIENCE * max ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_access(void *cls, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *data,
                                 size_t *data_len, void **request)
{
	struct http_request *ex = *request;
	size_t len = *data_len;

	if (ex->phase == HTTP_REQUEST_HEAD)
		return begin(ex, url, method);
	*data_len = 0;
	if (len)
		return take_body(ex, data, len);
	if (ex->phase == HTTP_REQUEST_BODY)
		routes_run(ex);
	return ex->phase == HTTP_REQUEST_DONE ? reply(ex) : MHD_YES;
}

struct http *http_new(struct syncd *syncd, int fd)
{
	struct http *http = xcalloc(1, sizeof(*http));

	http->syncd = syncd;
	http->listener = -1;
	LIST_INIT(&http->peers);
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

int http_fd(const struct http *http)
{
	return http->epoll;
}

int http_timeout(const struct http *http)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (http->again)
		return 0;
	if (MHD_get_timeout(http->daemon, &ms) != MHD_YES)
		return -1;
	return ms < 3600000 ? (int)ms : 3600000;
}

void http_run(struct http *http)
{
	http->again = false;
	MHD_run(http->daemon);
}

/* The library has no call that closes a connection: it is told of the end by the socket. */
static void drop(struct peer *peer)
{
	log_debug("dropped a connection that was slow or idle");
	peer->dropped = true;
	shutdown(peer->fd, SHUT_RDWR);
}

/* What a client may take for a request, or for doing nothing: a tenth where most places are taken.
 */
static int patience(const struct http *http)
{
	const struct settings *s = &http->syncd->settings;

	return http->connected > s->max_connections / 4 * 3 ? s->request_timeout / 10
	                                                    : s->request_timeout;
}

/* When the peer's time is over. */
static int64_t deadline_of(const struct http *http, const struct peer *peer)
{
	if (peer->dropped)
		return INT64_MAX;
	if (peer->exchange && peer->exchange->phase == HTTP_REQUEST_WAIT)
		return peer->exchange->deadline;
	return peer->since + patience(http);
}

int64_t http_deadline(const struct http *http)
{
	int64_t next = INT64_MAX;
	const struct peer *peer;

	LIST_FOREACH(peer, &http->peers, link)
	if (deadline_of(http, peer) < next)
		next = deadline_of(http, peer);
	return next;
}

/* Returns whether the peer's time was over. */
static bool expire_peer(const struct http *http, struct peer *peer, int64_t now)
{
	if (now < deadline_of(http, peer))
		return false;
	if (peer->exchange && peer->exchange->phase == HTTP_REQUEST_WAIT)
		http_request_expire(peer->exchange);
	else
		drop(peer);
	return true;
}

void http_expire(struct http *http, int64_t now)
{
	struct peer *peer;
	bool any = false;

	LIST_FOREACH(peer, &http->peers, link)
	any |= expire_peer(http, peer, now);
	if (any)
		http_run(http);
}

void http_quiesce(struct http *http)
{
	http->listener = MHD_quiesce_daemon(http->daemon);
	if (http->listener >= 0)
		close(http->listener);
}

bool http_busy(const struct http *http)
{
	const struct peer *peer;

	LIST_FOREACH(peer, &http->peers, link)
	if (peer->exchange)
		return true;
	return false;
}

/* A connection must not be suspended when the library stops. */
void http_free(struct http *http)
{
	struct peer *peer;

	if (!http)
		return;
	LIST_FOREACH(peer, &http->peers, link)
	if (peer->exchange && peer->exchange->phase == HTTP_REQUEST_WAIT)
		http_request_expire(peer->exchange);
	MHD_run(http->daemon);
	MHD_stop_daemon(http->daemon);
	free(http);
}
