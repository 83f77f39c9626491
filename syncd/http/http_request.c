/* Answers requests, and has them wait for the database. */
#include "syncd/http/http_request.h"

#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_sqlstate.h"
#include "lib/program/settings.h"
#include "syncd/core/db_lane.h"
#include "syncd/http/http_common.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void http_request_detach(struct http_request *req)
{
	if (req->wait)
		req->wait->request = NULL;
	req->wait = NULL;
}

static void answer(struct http_request *req, int status, const char *type, const char *data,
                   size_t len)
{
	http_request_detach(req);
	req->status = status;
	req->type = type;
	req->phase = HTTP_REQUEST_DONE;
	buf_clear(&req->answer);
	buf_add(&req->answer, data, len);
	if (req->suspended) {
		req->suspended = false;
		MHD_resume_connection(req->connection);
	}
}

void http_request_answer(struct http_request *req, int status, const char *root, const json_t *tree)
{
	size_t len;
	char *text = encoding_write(req->format, root, tree, &len);

	answer(req, status, encoding_content_type(req->format), text, len);
	free(text);
}

void http_request_file(struct http_request *req, const char *type, struct buf *data)
{
	req->keep = true;
	answer(req, 200, type, data->data, data->len);
}

void http_request_html(struct http_request *req, int status, const char *html)
{
	answer(req, status, "text/html; charset=utf-8", html, strlen(html));
}

void http_request_error(struct http_request *req, int status, const char *fmt, ...)
{
	va_list ap;
	char *text;
	json_t *tree;

	if (req->refuse) {
		req->refuse(req, status);
		return;
	}
	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	tree = json_pack("[{s:i, s:s}]", "code", status, "description", text);
	http_request_answer(req, status, "errors", tree);
	json_decref(tree);
	free(text);
}

void http_request_problem(struct http_request *req, struct problem *p)
{
	http_request_error(req, p->status, "%s", p->text);
	problem_release(p);
}

void http_request_unavailable(struct http_request *req)
{
	http_request_error(req, 503, "the database cannot be reached now, try again");
}

void http_request_wait(struct http_request *req, struct http_waiter *wait)
{
	http_request_detach(req);
	req->wait = wait;
	wait->request = req;
	req->phase = HTTP_REQUEST_WAIT;
	req->deadline = when_ticks() + req->common->settings->request_timeout;
	if (!req->suspended)
		MHD_suspend_connection(req->connection);
	req->suspended = true;
}

struct http_query {
	LIST_ENTRY(http_query) link;
	struct http_waiter wait;
	const char *name;
	void (*done)(struct http_request *req, const PGresult *res);
};

static void on_result(void *arg, const PGresult *res, const struct db_error *error)
{
	struct http_query *query = arg;
	struct http_request *req = query->wait.request;

	if (error && !db_error_is_offline(error))
		log_warnx("%s: the database refused: %s", query->name, error->sqlstate);
	if (!req)
		goto out;
	if (!error)
		query->done(req, res);
	else if (db_error_is_offline(error))
		http_request_unavailable(req);
	else if (db_error_is_held(error))
		http_request_expire(req);
	else if (db_sqlstate_passes(error->sqlstate))
		http_request_error(req, 503, "this cannot be answered now, try again");
	else
		http_request_error(req, 500, "this cannot be answered now");
out:
	LIST_REMOVE(query, link);
	free(query);
}

void http_request_query(struct http_request *req, const struct db_stmt *stmt,
                        const char *const params[],
                        void (*done)(struct http_request *req, const PGresult *res))
{
	struct http_query *query;

	if (db_lane_refuses(req->common->reads, req->lane_key)) {
		http_request_expire(req);
		return;
	}
	query = xcalloc(1, sizeof(*query));
	query->name = stmt->name;
	query->done = done;
	LIST_INSERT_HEAD(&req->common->queries, query, link);
	http_request_wait(req, &query->wait);
	db_lane_query(req->common->reads, req->lane_key, stmt, params, on_result, query);
}

void http_request_forget_queries(struct http_common *common)
{
	struct http_query *query;

	while ((query = LIST_FIRST(&common->queries))) {
		LIST_REMOVE(query, link);
		free(query);
	}
}

void http_request_expire(struct http_request *req)
{
	http_request_error(req, 503, "the database did not answer in time, try again");
}
