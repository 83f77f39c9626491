/* Waits with deadlines, where libpq would wait for ever. */
#include "lib/db/db_wait.h"

#include "lib/base/when.h"
#include "lib/db/db_hosts.h"

#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ms of silence until the server is asked for a sign; that a statement may take; until what was
 * cancelled ends. SIGN: s that the sign may take. */
enum { SILENCE = 5000, ANSWER = 10000, GRACE = 2000 };
#define SIGN "3"

/* Waits until the socket is ready; false at the deadline. */
static bool wait_for(const PGconn *conn, short events, int64_t deadline)
{
	struct pollfd p = {.fd = PQsocket(conn), .events = events};
	int64_t left = deadline - when_ticks();

	return left > 0 && poll(&p, 1, (int)left) != 0;
}

bool db_wait_connected(PGconn *conn, int ms)
{
	int64_t now = when_ticks(), sign = now + DB_HOST_SIGN, end = now + ms;
	PostgresPollingStatusType step = PGRES_POLLING_WRITING;

	if (PQstatus(conn) == CONNECTION_BAD)
		return false;
	while (step == PGRES_POLLING_WRITING || step == PGRES_POLLING_READING) {
		bool begun = PQstatus(conn) != CONNECTION_STARTED;

		if (!wait_for(conn, step == PGRES_POLLING_READING ? POLLIN : POLLOUT,
		              begun || end < sign ? end : sign))
			return false;
		step = PQconnectPoll(conn);
	}
	return step == PGRES_POLLING_OK;
}

/* Whether the server of conn takes another connection. */
static bool gives_sign(PGconn *conn)
{
	const char *const keywords[] = {"host", "hostaddr", "port", "connect_timeout", NULL};
	const char *address = PQhostaddr(conn), *host = PQhost(conn);
	bool local = host && (*host == '/' || *host == '@');
	const char *const values[] = {host, local ? NULL : address, PQport(conn), SIGN, NULL};
	PGPing said = PQpingParams(keywords, values, 0);

	return said == PQPING_OK || said == PQPING_REJECT;
}

static void cancel(PGconn *conn)
{
	PGcancel *cancel = PQgetCancel(conn);
	char complaint[256];

	if (cancel)
		PQcancel(cancel, complaint, sizeof(complaint));
	PQfreeCancel(cancel);
}

/* Sends and receives until the deadline; true: a result has come, or the connection is gone. */
static bool progress(PGconn *conn, int64_t deadline)
{
	int unsent = PQflush(conn);

	while (unsent > 0 || (unsent == 0 && PQisBusy(conn))) {
		if (!wait_for(conn, unsent > 0 ? POLLIN | POLLOUT : POLLIN, deadline))
			return false;
		if (!PQconsumeInput(conn))
			return true;
		unsent = PQflush(conn);
	}
	return true;
}

/* Waits for the next result. */
static enum db_wait_end wait_for_result(PGconn *conn, bool patient)
{
	int64_t began = when_ticks();

	while (!progress(conn, when_ticks() + SILENCE)) {
		if (!gives_sign(conn))
			return DB_WAIT_SILENT;
		if (patient || when_ticks() - began < ANSWER)
			continue;
		cancel(conn);
		return progress(conn, when_ticks() + GRACE) ? DB_WAIT_CANCELLED : DB_WAIT_SILENT;
	}
	return DB_WAIT_ANSWERED;
}

/* Whether it was refused for another reason than that it was cancelled. */
static bool is_refusal(const PGresult *res)
{
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	return sqlstate && strcmp(sqlstate, "57014") != 0;
}

/* Takes the results of what was sent. */
static PGresult *take_results(PGconn *conn, bool patient, enum db_wait_end *end)
{
	PGresult *last = NULL, *res;
	bool cancelled = false;

	for (;;) {
		*end = wait_for_result(conn, patient);
		cancelled = cancelled || *end == DB_WAIT_CANCELLED;
		if (*end == DB_WAIT_SILENT)
			break;
		res = PQgetResult(conn);
		if (!res)
			break;
		PQclear(last);
		last = res;
	}
	if (*end != DB_WAIT_SILENT)
		*end = cancelled && !is_refusal(last) ? DB_WAIT_CANCELLED : DB_WAIT_ANSWERED;
	PQsetnonblocking(conn, 0);
	return last;
}

PGresult *db_wait_answer(PGconn *conn, const char *sql, int nparams, const char *const params[],
                         bool patient, enum db_wait_end *end)
{
	*end = DB_WAIT_ANSWERED;
	PQsetnonblocking(conn, 1);
	if (!PQsendQueryParams(conn, sql, nparams, NULL, params, NULL, NULL, 0))
		return NULL;
	return take_results(conn, patient, end);
}

/* Only the simple protocol takes several statements, and it takes no parameters. */
PGresult *db_wait_script(PGconn *conn, const char *sql, int nparams, const char *const params[],
                         enum db_wait_end *end)
{
	if (nparams > 0)
		return db_wait_answer(conn, sql, nparams, params, true, end);
	*end = DB_WAIT_ANSWERED;
	PQsetnonblocking(conn, 1);
	if (!PQsendQuery(conn, sql))
		return NULL;
	return take_results(conn, true, end);
}
