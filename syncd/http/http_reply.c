#include "syncd/http/http_reply.h"

#include "lib/log.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/metrics.h"
#include "syncd/core/syncd.h"
#include "syncd/routes.h"

#include <stdlib.h>
#include <string.h>

enum { RETRY_AFTER = 5 }; /* seconds */

/* As long as a photo may be seen after it is public no more. */
#define KEEP "public, max-age=300"

/* A page has its own style and posts to itself, nothing else. */
#define PAGE_POLICY                                                                                \
	"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors "      \
	"'none'"

/* What may stand between quotes. */
static void unquote(char *s)
{
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			*s = '?';
}

/* One line a request; never the query or the body, which may name people and keys, nor who asked.
 */
static void log_access(const struct http_request *ex, size_t out)
{
	const char *shown = ex->route && ex->route->secret ? ex->route->path : ex->path;
	char *visible = text_visible(shown, strlen(shown), TEXT_ONE_LINE);
	char *path = text_ellipsis(visible, 100);
	void (*say)(const char *, ...) = ex->route && ex->route->quiet ? log_debug : log_info;

	unquote(path);
	say("request id=%s method=%s path=\"%s\" status=%d ms=%lld in=%zu out=%zu source=%d",
	    ex->id, ex->route ? ex->method : "-", path, ex->status,
	    (long long)(when_ticks() - ex->began), ex->body_seen, out, ex->source_id);
	free(path);
	free(visible);
}

/* What has no route shares one number: anybody could invent paths. */
static void count(const struct http_request *ex)
{
	const struct route *route = ex->route;

	metrics_add(ex->syncd->metrics, METRIC_REQUESTS, 1,
	            "method=\"%s\",route=\"%s\",status=\"%d\"", route ? route->method : "",
	            route ? route->path : "", ex->status);
}

static void add_headers(struct MHD_Response *response, const struct http_request *ex)
{
	char seconds[8];

	MHD_add_response_header(response, "Content-Type", ex->type);
	if (strncmp(ex->type, "text/html", 9) == 0)
		MHD_add_response_header(response, "Content-Security-Policy", PAGE_POLICY);
	MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(response, "X-Request-Id", ex->id);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	MHD_add_response_header(response, "Cache-Control", ex->keep ? KEEP : "no-store");
	if (ex->status == 405 && ex->allow)
		MHD_add_response_header(response, "Allow", ex->allow);
	if (ex->status == 503 || ex->status == 429) {
		snprintf(seconds, sizeof(seconds), "%d",
		         ex->status == 429 ? ex->retry_after : RETRY_AFTER);
		MHD_add_response_header(response, "Retry-After", seconds);
	}
	if (ex->syncd->draining)
		MHD_add_response_header(response, "Connection", "close");
}

enum MHD_Result reply_send(struct http_request *ex)
{
	size_t len = ex->answer.len;
	struct MHD_Response *response =
	        MHD_create_response_from_buffer(len, buf_steal(&ex->answer), MHD_RESPMEM_MUST_FREE);
	enum MHD_Result result;

	if (!response)
		fatalx("out of memory");
	add_headers(response, ex);
	result = MHD_queue_response(ex->connection, (unsigned)ex->status, response);
	MHD_destroy_response(response);
	log_access(ex, len);
	count(ex);
	return result;
}
