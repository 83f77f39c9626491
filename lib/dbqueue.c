#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/db_internal.h"
#include "lib/log.h"
#include "lib/xmalloc.h"

static void push(struct queue *q, struct query *query)
{
	if (q->head == NULL)
		q->head = query;
	else
		q->last->next = query;
	q->last = query;
}

static struct query *pop(struct queue *q)
{
	struct query *query = q->head;

	q->head = query->next;
	return query;
}

static void query_free(struct query *q)
{
	PQclear(q->res);
	free(q->error.message);
	free(q->error.detail);
	free(q);
}

/* The first error is the one that counts: what follows it in the pipeline is a consequence. */
static void set_error(struct query *q, const char *sqlstate, const char *message,
                      const char *detail)
{
	if (q->error.message != NULL)
		return;
	snprintf(q->error.sqlstate, sizeof(q->error.sqlstate), "%s", sqlstate);
	q->error.message = xstrdup(message);
	q->error.detail = detail != NULL ? xstrdup(detail) : NULL;
}

static void finish(struct query *q)
{
	bool failed = q->error.message != NULL;

	q->done(q->arg, failed ? NULL : q->res, failed ? &q->error : NULL);
	query_free(q);
}

/* Whether the server ended the session (57P01 and its like); the outcome is then as unknown as
 * with any other lost connection. */
static bool session_ended(const struct db_error *error)
{
	return strncmp(error->sqlstate, "57P", 3) == 0;
}

void queue_fail(struct queue *q, const char *sqlstate, const char *message)
{
	/* done may ask for more, but that goes to another queue */
	while (q->head != NULL) {
		struct query *query = pop(q);
		if (query->error.message != NULL && session_ended(&query->error))
			snprintf(query->error.sqlstate, sizeof(query->error.sqlstate), "%s",
			         sqlstate);
		set_error(query, sqlstate, message, NULL);
		finish(query);
	}
}

void queue_drop(struct queue *q)
{
	while (q->head != NULL)
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

	if (p != NULL)
		*p = db->prepared[--db->nprepared];
}

static bool send_prepared(struct db *db, struct query *q, const struct db_stmt *stmt,
                          const char *const params[])
{
	struct prepared *p = find_prepared(db, stmt->name);
	char *server_name;
	bool sent = true;

	q->preparing = p == NULL;
	if (p == NULL)
		p = add_prepared(db, stmt->name);
	server_name = xasprintf("%s-%u", p->name, p->number);
	if (q->preparing)
		sent = PQsendPrepare(db->conn, server_name, stmt->sql, stmt->nparams, NULL);
	sent = sent &&
	       PQsendQueryPrepared(db->conn, server_name, stmt->nparams, params, NULL, NULL, 0);
	free(server_name);
	return sent;
}

static void send_query(struct db *db, struct query *q, const struct db_stmt *stmt,
                       const char *const params[])
{
	bool sent;

	if (stmt->name != NULL)
		sent = send_prepared(db, q, stmt, params);
	else
		sent = PQsendQueryParams(db->conn, stmt->sql, stmt->nparams, NULL, params, NULL,
		                         NULL, 0);
	if (!sent || !PQpipelineSync(db->conn)) {
		db->broken = true;
		return;
	}
	if (PQflush(db->conn) != 0)
		db->waiting_for = POLLIN | POLLOUT;
}

uint64_t db_query(struct db *db, const struct db_stmt *stmt, const char *const params[],
                  db_done *done, void *arg)
{
	struct query *q = xcalloc(1, sizeof(*q));

	q->ticket = ++db->last_ticket;
	q->name = stmt->name;
	q->done = done;
	q->arg = arg;
	if (db->state != DB_READY || db->broken) {
		push(&db->unsent, q);
		return q->ticket;
	}
	push(&db->sent, q);
	send_query(db, q, stmt, params);
	return q->ticket;
}

/* What waits behind q and counts on the statement that q could not prepare fails with it. */
static void fail_dependants(struct query *q)
{
	for (struct query *next = q->next; next != NULL; next = next->next) {
		if (next->name == NULL || strcmp(next->name, q->name) != 0)
			continue;
		if (next->preparing)
			return;
		set_error(next, q->error.sqlstate, q->error.message, q->error.detail);
	}
}

/* A statement that is gone, or whose result changed its shape (after a schema upgrade), is
 * prepared anew when it is next used. */
static bool is_stale(const char *sqlstate)
{
	return strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0;
}

static void take_error(struct db *db, struct query *q, const PGresult *res)
{
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	set_error(q, sqlstate != NULL ? sqlstate : "08006",
	          message != NULL ? message : PQresultErrorMessage(res),
	          PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL));
	if (q->name == NULL)
		return;
	if (q->preparing) {
		forget(db, q->name);
		fail_dependants(q);
	} else if (is_stale(q->error.sqlstate)) {
		forget(db, q->name);
	}
	q->preparing = false;
}

static void take_result(struct db *db, PGresult *res)
{
	struct query *q = db->sent.head;
	ExecStatusType status = PQresultStatus(res);

	if (status == PGRES_PIPELINE_SYNC) {
		PQclear(res);
		finish(pop(&db->sent));
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
	while (db->sent.head != NULL && !PQisBusy(db->conn)) {
		PGresult *res = PQgetResult(db->conn);
		if (PQstatus(db->conn) == CONNECTION_BAD) {
			PQclear(res);
			db->broken = true;
			return;
		}
		if (res != NULL) /* NULL: the end of one command's results */
			take_result(db, res);
	}
}

/* The pause between attempts starts anew only now: a server that accepts connections and drops
 * them at once must not be besieged. */
static void session_done(void *arg, const PGresult *res, const struct db_error *error)
{
	struct db *db = arg;

	if (error != NULL)
		log_debug("database: varta.lang: %s", error->message);
	else
		db->pause = FIRST_PAUSE;
}

static void listen_done(void *arg, const PGresult *res, const struct db_error *error)
{
	if (error != NULL)
		log_warnx("the database does not let us listen: %s", error->message);
}

static void send_listen(struct db *db, const char *channel)
{
	struct db_stmt stmt = {0};
	char *name, *sql;

	name = PQescapeIdentifier(db->conn, channel, strlen(channel));
	if (name == NULL) {
		log_warnx("'%s' cannot be the name of a channel", channel);
		return;
	}
	sql = xasprintf("LISTEN %s", name);
	stmt.sql = sql;
	db_query(db, &stmt, NULL, listen_done, NULL);
	free(sql);
	PQfreemem(name);
}

void db_listen(struct db *db, const char *channel)
{
	for (size_t i = 0; i < db->nchannels; i++) {
		if (strcmp(db->channels[i], channel) == 0)
			return;
	}
	db->channels = xreallocarray(db->channels, db->nchannels + 1, sizeof(*db->channels));
	db->channels[db->nchannels++] = xstrdup(channel);
	if (db->state == DB_READY)
		send_listen(db, channel);
}

/* A parameter of the session and not of the startup packet: 'options' there belongs to the user,
 * and PgBouncer refuses it. It shares its round trip with the first queries. */
void queue_begin(struct db *db)
{
	static const struct db_stmt session = {NULL, "select set_config('varta.lang', $1, false)",
	                                       1};
	const char *const params[] = {db->options.language};

	db_query(db, &session, params, session_done, db);
	for (size_t i = 0; i < db->nchannels; i++)
		send_listen(db, db->channels[i]);
}

static void *cancel_main(void *arg)
{
	PGcancel *cancel = arg;
	char complaint[256];

	if (!PQcancel(cancel, complaint, sizeof(complaint)))
		log_debug("database: cancel: %s", complaint);
	PQfreeCancel(cancel);
	return NULL;
}

/* PQcancel() waits for a connection of its own. The thread gets no signals: they are the loop's. */
void db_cancel(struct db *db, uint64_t ticket)
{
	PGcancel *cancel;
	sigset_t all, before;
	pthread_t thread;

	if (db->state != DB_READY || db->sent.head == NULL || db->sent.head->ticket != ticket)
		return;
	cancel = PQgetCancel(db->conn);
	if (cancel == NULL)
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	if (pthread_create(&thread, NULL, cancel_main, cancel) == 0)
		pthread_detach(thread);
	else
		PQfreeCancel(cancel);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}
