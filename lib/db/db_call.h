/* One statement after the other over a connection that waits for the answer: for commands. */
#ifndef VARTA_DBCALL_H
#define VARTA_DBCALL_H

#include "lib/program/exitcode.h"
#include "lib/program/settings.h"

#include <libpq-fe.h>
#include <stdint.h>

/* Connects as the settings and the environment say. Returns NULL after it has complained; the
 * caller ends the connection with PQfinish(). */
PGconn *db_call_open(const struct settings *settings, const char *appname);

/* Why the database refused. */
struct refusal {
	enum exit_code status;
	char sqlstate[6];
	int64_t request; /* that text names by its number; 0: none */
	char *text;      /* for the person: one line, harmless, translated */
};

/* Runs one statement with nparams texts (NULL is SQL NULL). Returns its rows, which the caller
 * clears; or NULL, and fills *refusal, whose text the caller frees. */
PGresult *db_call_try(PGconn *conn, const char *sql, int nparams, const char *const params[],
                      struct refusal *refusal);

/* The same, but complains itself and sets *status. */
PGresult *db_call(PGconn *conn, const char *sql, int nparams, const char *const params[],
                  enum exit_code *status);

#endif
