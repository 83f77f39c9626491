#include "syncd/exchange.h"

#include "syncd/syncd.h"

#include "lib/dberror.h"
#include "lib/log.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <microhttpd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void exchange_detach(struct exchange *ex)
{
	if (ex->wait)
		ex->wait->exchange = NULL;
	ex->wait = NULL;
}

static void answer(struct exchange *ex, int status, const char *type, const char *data, size_t len)
{
	exchange_detach(ex);
	ex->status = status;
	ex->type = type;
	ex->phase = EXCHANGE_DONE;
	buf_clear(&ex->answer);
	buf_add(&ex->answer, data, len);
	if (ex->suspended) {
		ex->suspended = false;
		MHD_resume_connection(ex->connection);
	}
}

void exchange_answer(struct exchange *ex, int status, const char *root, const json_t *tree)
{
	size_t len;
	char *text = wire_write(ex->format, root, tree, &len);

	answer(ex, status, wire_content_type(ex->format), text, len);
	free(text);
}

void exchange_file(struct exchange *ex, const char *type, struct buf *data)
{
	ex->keep = true;
	answer(ex, 200, type, data->data, data->len);
}

void exchange_html(struct exchange *ex, int status, const char *html)
{
	answer(ex, status, "text/html; charset=utf-8", html, strlen(html));
}

void exchange_error(struct exchange *ex, int status, const char *fmt, ...)
{
	va_list ap;
	char *text;
	json_t *tree;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	tree = json_pack("[{s:i, s:s}]", "code", status, "description", text);
	exchange_answer(ex, status, "errors", tree);
	json_decref(tree);
	free(text);
}

void exchange_problem(struct exchange *ex, struct problem *p)
{
	exchange_error(ex, p->status, "%s", p->text);
	problem_release(p);
}

void exchange_unavailable(struct exchange *ex)
{
	exchange_error(ex, 503, "the database cannot be reached now, try again");
}

void exchange_wait(struct exchange *ex, struct waiter *wait)
{
	ex->wait = wait;
	wait->exchange = ex;
	ex->phase = EXCHANGE_WAIT;
	ex->deadline = when_ticks() + ex->syncd->settings.request_timeout;
	ex->suspended = true;
	MHD_suspend_connection(ex->connection);
}

struct query {
	LIST_ENTRY(query) link;
	struct waiter wait;
	const char *name;
	void (*done)(struct exchange *ex, const PGresult *res);
};

static void on_result(void *arg, const PGresult *res, const struct db_error *error)
{
	struct query *query = arg;
	struct exchange *ex = query->wait.exchange;

	if (error && !dberror_is_offline(error))
		log_warnx("%s: the database refused: %s", query->name, error->sqlstate);
	if (!ex)
		goto out;
	if (!error)
		query->done(ex, res);
	else if (dberror_is_offline(error))
		exchange_unavailable(ex);
	else
		exchange_error(ex, 500, "this cannot be answered now");
out:
	LIST_REMOVE(query, link);
	free(query);
}

void exchange_query(struct exchange *ex, const struct db_stmt *stmt, const char *const params[],
                    void (*done)(struct exchange *ex, const PGresult *res))
{
	struct query *query = xcalloc(1, sizeof(*query));

	query->name = stmt->name;
	query->done = done;
	LIST_INSERT_HEAD(&ex->syncd->queries, query, link);
	exchange_wait(ex, &query->wait);
	db_query(ex->syncd->db, stmt, params, on_result, query);
}

void exchange_forget_queries(struct syncd *syncd)
{
	struct query *query;

	while ((query = LIST_FIRST(&syncd->queries))) {
		LIST_REMOVE(query, link);
		free(query);
	}
}

void exchange_expire(struct exchange *ex)
{
	exchange_error(ex, 503, "the database did not answer in time, try again");
}
