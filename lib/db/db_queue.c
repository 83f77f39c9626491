/* The queries of a connection: in a pipeline, answered in their order. */
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_internal.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SQLSTATE of a change that the server does not take, such as a standby. */
#define READ_ONLY "25006"

static void push(struct pending_list *q, struct pending *query)
{
	if (!q->head)
		q->head = query;
	else
		q->last->next = query;
	q->last = query;
}

static struct pending *pop(struct pending_list *q)
{
	struct pending *query = q->head;

	q->head = query->next;
	return query;
}

static void error_release(struct db_error *error)
{
	free(error->message);
	free(error->detail);
	*error = (struct db_error){0};
}

static void query_free(struct pending *q)
{
	PQclear(q->res);
	error_release(&q->error);
	free(q->doubt);
	for (int i = 0; q->params && i < q->stmt.nparams; i++)
		free(q->params[i]);
	free(q->params);
	free(q);
}

/* The first error is the one that counts: what follows it in the pipeline is a consequence. */
static void set_error(struct pending *q, const char *sqlstate, const char *message,
                      const char *detail)
{
	if (q->error.message)
		return;
	snprintf(q->error.sqlstate, sizeof(q->error.sqlstate), "%s", sqlstate);
	q->error.message = xstrdup(message);
	q->error.detail = detail ? xstrdup(detail) : NULL;
}

static void finish(struct pending *q)
{
	bool failed;

	if (q->doubt)
		set_error(q, DB_UNCERTAIN, q->doubt, NULL);
	failed = q->error.message != NULL;
	q->done(q->arg, failed ? NULL : q->res, failed ? &q->error : NULL);
	query_free(q);
}

/* Whether the server ended the session (57P01 and its like); the outcome is then as unknown as
 * with any other lost connection. */
static bool session_ended(const struct db_error *error)
{
	return strncmp(error->sqlstate, "57P", 3) == 0;
}

void queue_fail(struct pending_list *q, const char *sqlstate, const char *message)
{
	/* done may ask for more, but that goes to another queue */
	while (q->head) {
		struct pending *query = pop(q);
		if (query->error.message && session_ended(&query->error))
			snprintf(query->error.sqlstate, sizeof(query->error.sqlstate), "%s",
			         sqlstate);
		set_error(query, sqlstate, message, NULL);
		finish(query);
	}
}

void queue_drop(struct pending_list *q)
{
	while (q->head)
		query_free(pop(q));
}

void queue_forget_prepared(struct db *db)
{
	free(db->prepared);
	db->prepared = NULL;
	db->nprepared = 0;
}

static struct prepared *find_prepared(struct db *db, const char *name)
{
	for (size_t i = 0; i < db->nprepared; i++) {
		if (strcmp(db->prepared[i].name, name) == 0)
			return &db->prepared[i];
	}
	return NULL;
}

static struct prepared *add_prepared(struct db *db, const char *name)
{
	struct prepared *p;

	db->prepared = xreallocarray(db->prepared, db->nprepared + 1, sizeof(*db->prepared));
	p = &db->prepared[db->nprepared++];
	*p = (struct prepared){.name = name, .number = ++db->last_number};
	return p;
}

static void forget(struct db *db, const char *name)
{
	struct prepared *p = find_prepared(db, name);

	if (p)
		*p = db->prepared[--db->nprepared];
}

static bool send_prepared(struct db *db, struct pending *q, const char *const params[])
{
	const struct db_stmt *stmt = &q->stmt;
	struct prepared *p = find_prepared(db, stmt->name);
	char *server_name;
	bool sent = true;

	q->preparing = !p;
	if (!p)
		p = add_prepared(db, stmt->name);
	server_name = xasprintf("%s-%u", p->name, p->number);
	if (q->preparing)
		sent = PQsendPrepare(db->conn, server_name, stmt->sql, stmt->nparams, NULL);
	sent = sent &&
	       PQsendQueryPrepared(db->conn, server_name, stmt->nparams, params, NULL, NULL, 0);
	free(server_name);
	return sent;
}

static void send_query(struct db *db, struct pending *q, const char *const params[])
{
	bool sent;

	if (q->stmt.name)
		sent = send_prepared(db, q, params);
	else
		sent = PQsendQueryParams(db->conn, q->stmt.sql, q->stmt.nparams, NULL, params, NULL,
		                         NULL, 0);
	if (!sent || !PQpipelineSync(db->conn)) {
		db_broke(db);
		return;
	}
	if (PQflush(db->conn) != 0)
		db->waiting_for = POLLIN | POLLOUT;
}

/* Another query has become the oldest one. */
static void wait_for_head(struct db *db)
{
	int limit = db->options.answer_timeout;

	db->asked_at = when_ticks();
	db->answer_by = limit ? db->asked_at + limit : 0;
	db->cancelled = db->pinged = false;
}

static char **copy_params(int n, const char *const params[])
{
	char **copies = xcalloc((size_t)n + 1, sizeof(*copies));

	for (int i = 0; i < n; i++)
		copies[i] = params[i] ? xstrdup(params[i]) : NULL;
	return copies;
}

uint64_t db_query(struct db *db, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg)
{
	struct pending *q = xcalloc(1, sizeof(*q));

	q->ticket = ++db->last_ticket;
	q->stmt = *stmt;
	q->done = done;
	q->arg = arg;
	if (db->state != DB_READY || db->broken) {
		push(&db->unsent, q);
		return q->ticket;
	}
	if (stmt->name)
		q->params = copy_params(stmt->nparams, params);
	if (!db->sent.head)
		wait_for_head(db);
	push(&db->sent, q);
	send_query(db, q, params);
	return q->ticket;
}

void db_expect_sign(struct db *db)
{
	if (db->sent.head && !db->sent.head->next) {
		db->pinged = true;
		db->answer_by = db->asked_at + PING_LIMIT;
	}
}

static void ping_done(void *arg, const PGresult *res, const struct db_error *error)
{
}

void queue_ping(struct db *db)
{
	static const struct db_stmt ping = {NULL, "select 1", 0};

	db_query(db, &ping, NULL, ping_done, NULL);
	db_expect_sign(db);
}

/* What waits behind q and counts on the statement that q could not prepare fails with it. */
static void fail_dependants(struct pending *q)
{
	for (struct pending *next = q->next; next; next = next->next) {
		if (!next->stmt.name || strcmp(next->stmt.name, q->stmt.name) != 0)
			continue;
		if (next->preparing)
			return;
		set_error(next, q->error.sqlstate, q->error.message, q->error.detail);
	}
}

/* A statement that is gone, or whose result changed its shape (after a schema upgrade), is
 * prepared anew. Nothing of it was done, so it is sent again, once: behind what is under way. */
static bool is_stale(const char *sqlstate)
{
	return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0;
}

static void take_error(struct db *db, struct pending *q, const PGresult *res)
{
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (sqlstate && strcmp(sqlstate, READ_ONLY) == 0)
		db->read_only = true;
	set_error(q, sqlstate ? sqlstate : "08006", message ? message : PQresultErrorMessage(res),
	          PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL));
	if (session_ended(&q->error))
		db_farewell(db, q->error.message);
	if (!q->stmt.name)
		return;
	if (q->preparing) {
		forget(db, q->stmt.name);
		fail_dependants(q);
	} else if (is_stale(q->error.sqlstate)) {
		if (!q->again)
			forget(db, q->stmt.name);
		q->stale = !q->again;
	}
	q->preparing = false;
}

static void send_again(struct db *db, struct pending *q)
{
	error_release(&q->error);
	q->next = NULL;
	q->stale = false;
	q->again = true;
	push(&db->sent, q);
	send_query(db, q, (const char *const *)q->params);
}

static void end_query(struct db *db, struct pending *q)
{
	if (q->stale && !db->broken)
		send_again(db, q);
	else
		finish(q);
}

/* libpq hands a warning out before the results that came ahead of it, so that nobody knows which of
 * the queries it is about. */
void queue_doubt(struct db *db, const char *message)
{
	for (struct pending *q = db->sent.head; q; q = q->next)
		if (!q->doubt)
			q->doubt = xstrdup(message);
}

static void take_result(struct db *db, PGresult *res)
{
	struct pending *q = db->sent.head;
	ExecStatusType status = PQresultStatus(res);

	db->quiet_at = when_ticks();
	if (status == PGRES_PIPELINE_SYNC) {
		PQclear(res);
		wait_for_head(db);
		end_query(db, pop(&db->sent));
	} else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
		PQclear(q->preparing ? res : q->res);
		if (!q->preparing)
			q->res = res;
		q->preparing = false;
	} else {
		if (status != PGRES_PIPELINE_ABORTED)
			take_error(db, q, res);
		PQclear(res);
	}
}

void queue_receive(struct db *db)
{
	while (db->sent.head && !PQisBusy(db->conn)) {
		PGresult *res = PQgetResult(db->conn);
		if (PQstatus(db->conn) == CONNECTION_BAD) {
			PQclear(res);
			db_broke(db);
			return;
		}
		if (res) /* NULL: the end of one command's results */
			take_result(db, res);
	}
}
