/* Waits for a server, but not for ever: for db_call.h. */
#ifndef VARTA_DB_WAIT_H
#define VARTA_DB_WAIT_H

#include <libpq-fe.h>
#include <stdbool.h>

enum db_wait_end {
	DB_WAIT_ANSWERED,
	DB_WAIT_SILENT, /* no sign of the server: the outcome is unknown, the connection useless */
	DB_WAIT_CANCELLED /* it took too long: the server undid it, or ended its wait for a standby
	                   */
};

/* Goes on with what db_hosts_start() began, for ms at most. */
bool db_wait_connected(PGconn *conn, int ms);

/* Sends a statement and waits. A server from which nothing comes for a while is asked for a sign
 * over another connection; one that is there, but takes too long, is asked to cancel, unless
 * patient. Returns the last result, NULL where there is none. */
PGresult *db_wait_answer(PGconn *conn, const char *sql, int nparams, const char *const params[],
                         bool patient, enum db_wait_end *end);

/* The same, without an end to what it may take, for statements that stand in one text; the first
 * that is refused ends it. params may be NULL. */
PGresult *db_wait_script(PGconn *conn, const char *sql, int nparams, const char *const params[],
                         enum db_wait_end *end);

#endif
