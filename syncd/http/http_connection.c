/* Keeps the connections, and ends what takes too long. */
#include "syncd/http/http_connection.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "syncd/http/http_request.h"
#include "syncd/http/route.h"

#include <stdlib.h>
#include <sys/socket.h>

struct http_connection *http_connection_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

void http_connection_end_request(struct http_connection *conn)
{
	struct http_request *req = conn->request;

	if (!req)
		return;
	conn->request = NULL;
	http_request_detach(req);
	free(req->path);
	free(req->query);
	free(req->key);
	buf_release(&req->body);
	buf_release(&req->answer);
	params_release(&req->params);
	multipart_files_release(&req->files);
	json_decref(req->photos);
	free(req);
}

static struct http_connection *connection_new(struct MHD_Connection *connection)
{
	struct http_connection *conn = xcalloc(1, sizeof(*conn));

	conn->fd =
	        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	conn->since = when_ticks();
	return conn;
}

void http_connections_note(struct http_connections *connections, struct MHD_Connection *connection,
                           void **context, enum MHD_ConnectionNotificationCode code)
{
	struct http_connection *conn = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		conn = connection_new(connection);
		LIST_INSERT_HEAD(&connections->list, conn, link);
		connections->n++;
		*context = conn;
	} else if (conn) {
		http_connection_end_request(conn);
		LIST_REMOVE(conn, link);
		connections->n--;
		free(conn);
		*context = NULL;
		connections->ended = true;
	}
}

int http_connections_uploads(const struct http_connections *connections)
{
	const struct http_connection *conn;
	int n = 0;

	LIST_FOREACH(conn, &connections->list, link)
		n += conn->request && conn->request->uploads;
	return n;
}

bool http_connections_busy(const struct http_connections *connections)
{
	const struct http_connection *conn;

	LIST_FOREACH(conn, &connections->list, link)
		if (conn->request)
			return true;
	return false;
}

static bool waits(const struct http_connection *conn)
{
	return conn->request && conn->request->phase == HTTP_REQUEST_WAIT;
}

/* What a client may take for a request, or for doing nothing: a tenth where most places are taken.
 */
static int patience(const struct http_connections *connections, const struct settings *s)
{
	return connections->n > s->max_connections / 4 * 3 ? s->request_timeout / 10
	                                                   : s->request_timeout;
}

/* When the connection's time is over. */
static int64_t deadline_of(const struct http_connection *conn, int patience_ms)
{
	if (conn->dropped)
		return INT64_MAX;
	return waits(conn) ? conn->request->deadline : conn->since + patience_ms;
}

int64_t http_connections_deadline(const struct http_connections *connections,
                                  const struct settings *settings)
{
	int64_t next = INT64_MAX;
	const struct http_connection *conn;
	int ms = patience(connections, settings);

	LIST_FOREACH(conn, &connections->list, link)
		if (deadline_of(conn, ms) < next)
			next = deadline_of(conn, ms);
	return next;
}

/* The library has no call that closes a connection: it is told of the end by the socket. */
static void drop(struct http_connection *conn)
{
	log_debug("dropped a connection that was slow or idle");
	conn->dropped = true;
	shutdown(conn->fd, SHUT_RDWR);
}

bool http_connections_expire(const struct http_connections *connections,
                             const struct settings *settings)
{
	struct http_connection *conn;
	int64_t now = when_ticks();
	int ms = patience(connections, settings);
	bool any = false;

	LIST_FOREACH(conn, &connections->list, link) {
		if (now < deadline_of(conn, ms))
			continue;
		if (waits(conn))
			http_request_expire(conn->request);
		else
			drop(conn);
		any = true;
	}
	return any;
}

void http_connections_stop(const struct http_connections *connections)
{
	const struct http_connection *conn;

	LIST_FOREACH(conn, &connections->list, link)
		if (waits(conn))
			http_request_expire(conn->request);
}
