/* Sends an answer: its headers, its line in the log, its count. */
#include "syncd/http/http_reply.h"

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/metrics.h"
#include "syncd/http/http_common.h"
#include "syncd/http/route.h"

#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER = 5 }; /* seconds */

/* As long as a photo may be seen after it is public no more. */
#define KEEP "public, max-age=60"

/* A page has its own style, pictures from where it is, and posts to itself, nothing else. */
#define PAGE_POLICY                                                                                \
	"default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; "      \
	"frame-ancestors "                                                                         \
	"'none'"

/* What may stand between quotes. */
static void unquote(char *s)
{
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			*s = '?';
}

/* One line a request; never the query or the body, which may name people and keys, nor who asked. A
 * query may stand behind a wrong sign. */
static void log_access(const struct http_request *req, size_t out)
{
	const char *shown = req->route && req->route->secret ? req->route->path : req->path;
	char *visible = text_visible(shown, strcspn(shown, "?&="), TEXT_ONE_LINE);
	char *path = text_ellipsis(visible, 100);
	void (*say)(const char *, ...) = req->route && req->route->quiet ? log_debug : log_info;

	unquote(path);
	say("request id=%s method=%s path=\"%s\" status=%d ms=%lld in=%zu out=%zu source=%d",
	    req->id, req->route ? req->method : "-", path, req->status,
	    (long long)(when_ticks() - req->began), req->body_seen, out, req->source_id);
	free(path);
	free(visible);
}

/* What has no route shares one number: anybody could invent paths. */
static void count(const struct http_request *req)
{
	const struct route *route = req->route;

	metrics_add(req->common->metrics, METRIC_REQUESTS, 1,
	            "method=\"%s\",route=\"%s\",status=\"%d\"", route ? route->method : "",
	            route ? route->path : "", req->status);
}

static void add_headers(struct MHD_Response *response, const struct http_request *req)
{
	char seconds[8];

	MHD_add_response_header(response, "Content-Type", req->type);
	if (strncmp(req->type, "text/html", 9) == 0)
		MHD_add_response_header(response, "Content-Security-Policy", PAGE_POLICY);
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(response, "X-Request-Id", req->id);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Cache-Control", req->keep ? KEEP : "no-store");
	if (req->status == 405 && req->allow)
		MHD_add_response_header(response, "Allow", req->allow);
	if (req->status == 503 || req->status == 429) {
		snprintf(seconds, sizeof(seconds), "%d",
		         req->status == 429 ? req->retry_after : RETRY_AFTER);
		MHD_add_response_header(response, "Retry-After", seconds);
	}
	if (req->common->draining || req->closes)
		MHD_add_response_header(response, "Connection", "close");
}

enum MHD_Result http_reply_send(struct http_request *req)
{
	size_t len = req->answer.len;
	struct MHD_Response *response = MHD_create_response_from_buffer(
	        len, buf_steal(&req->answer), MHD_RESPMEM_MUST_FREE);
	enum MHD_Result result;

	if (!response)
		fatalx("out of memory");
	add_headers(response, req);
	result = MHD_queue_response(req->connection, (unsigned)req->status, response);
	MHD_destroy_response(response);
	log_access(req, len);
	count(req);
	return result;
}
