#include "syncd/http/http_request.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"
#include "syncd/core/syncd.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void http_request_detach(struct http_request *ex)
{
	if (ex->wait)
		ex->wait->exchange = NULL;
	ex->wait = NULL;
}

static void answer(struct http_request *ex, int status, const char *type, const char *data,
                   size_t len)
{
	http_request_detach(ex);
	ex->status = status;
	ex->type = type;
	ex->phase = HTTP_REQUEST_DONE;
	buf_clear(&ex->answer);
	buf_add(&ex->answer, data, len);
	if (ex->suspended) {
		ex->suspended = false;
		MHD_resume_connection(ex->connection);
	}
}

void http_request_answer(struct http_request *ex, int status, const char *root, const json_t *tree)
{
	size_t len;
	char *text = encoding_write(ex->format, root, tree, &len);

	answer(ex, status, encoding_content_type(ex->format), text, len);
	free(text);
}

void http_request_file(struct http_request *ex, const char *type, struct buf *data)
{
	ex->keep = true;
	answer(ex, 200, type, data->data, data->len);
}

void http_request_html(struct http_request *ex, int status, const char *html)
{
	answer(ex, status, "text/html; charset=utf-8", html, strlen(html));
}

void http_request_error(struct http_request *ex, int status, const char *fmt, ...)
{
	va_list ap;
	char *text;
	json_t *tree;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	tree = json_pack("[{s:i, s:s}]", "code", status, "description", text);
	http_request_answer(ex, status, "errors", tree);
	json_decref(tree);
	free(text);
}

void http_request_problem(struct http_request *ex, struct problem *p)
{
	http_request_error(ex, p->status, "%s", p->text);
	problem_release(p);
}

void http_request_unavailable(struct http_request *ex)
{
	http_request_error(ex, 503, "the database cannot be reached now, try again");
}

void http_request_wait(struct http_request *ex, struct waiter *wait)
{
	ex->wait = wait;
	wait->exchange = ex;
	ex->phase = HTTP_REQUEST_WAIT;
	ex->deadline = when_ticks() + ex->syncd->settings.request_timeout;
	ex->suspended = true;
	MHD_suspend_connection(ex->connection);
}

struct query {
	LIST_ENTRY(query) link;
	struct waiter wait;
	const char *name;
	void (*done)(struct http_request *ex, const PGresult *res);
};

static void on_result(void *arg, const PGresult *res, const struct db_error *error)
{
	struct query *query = arg;
	struct http_request *ex = query->wait.exchange;

	if (error && !dberror_is_offline(error))
		log_warnx("%s: the database refused: %s", query->name, error->sqlstate);
	if (!ex)
		goto out;
	if (!error)
		query->done(ex, res);
	else if (dberror_is_offline(error))
		http_request_unavailable(ex);
	else
		http_request_error(ex, 500, "this cannot be answered now");
out:
	LIST_REMOVE(query, link);
	free(query);
}

void http_request_query(struct http_request *ex, const struct db_stmt *stmt,
                        const char *const params[],
                        void (*done)(struct http_request *ex, const PGresult *res))
{
	struct query *query = xcalloc(1, sizeof(*query));

	query->name = stmt->name;
	query->done = done;
	LIST_INSERT_HEAD(&ex->syncd->queries, query, link);
	http_request_wait(ex, &query->wait);
	db_query(ex->syncd->db, stmt, params, on_result, query);
}

void http_request_forget_queries(struct syncd *syncd)
{
	struct query *query;

	while ((query = LIST_FIRST(&syncd->queries))) {
		LIST_REMOVE(query, link);
		free(query);
	}
}

void http_request_expire(struct http_request *ex)
{
	http_request_error(ex, 503, "the database did not answer in time, try again");
}
