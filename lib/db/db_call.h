/* One statement after the other over a connection that waits for the answer: for commands. */
#ifndef VARTA_DBCALL_H
#define VARTA_DBCALL_H

#include "lib/program/exitcode.h"
#include "lib/program/settings.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

/* How long a statement may take: until somebody at the terminal waits too long; as long as the
 * server is there. */
enum db_call_pace { DB_CALL_BRISK, DB_CALL_PATIENT };

/* Connects as the settings and the environment say. Returns NULL after it has complained; the
 * caller ends the connection with PQfinish(). */
PGconn *db_call_open(const struct settings *settings, const char *appname, enum db_call_pace pace);

/* Why the database refused. */
struct refusal {
	enum exit_code status;
	char sqlstate[6];
	int64_t request; /* that text names by its number; 0: none */
	char *text;      /* for the person: one line, harmless, translated */
};

/* Runs one statement with nparams texts (NULL is SQL NULL). Returns its rows, which the caller
 * clears; or NULL, and fills *refusal, whose text the caller frees: 08006 where a server falls
 * silent, 57014 where it took too long, 40003 where it is done, and not certain that it stays. */
PGresult *db_call_try(PGconn *conn, const char *sql, int nparams, const char *const params[],
                      struct refusal *refusal);

/* Whether it is not known what became of the statement. */
bool db_call_is_lost(const struct refusal *refusal);

/* The same, but complains itself and sets *status: EXIT_OK where there are rows. */
PGresult *db_call(PGconn *conn, const char *sql, int nparams, const char *const params[],
                  enum exit_code *status);

#endif
