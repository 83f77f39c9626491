/* Whether what the server has committed is kept, whatever happens to that server.
 *
 * A commit waits until a synchronous standby has it, too. Where that wait is cancelled it is there
 * on this server, and nobody knows whether it survives a failover: reading it back from the same
 * server proves nothing. What proves it is a later change whose commit waited to its end: the
 * standby has taken everything up to that position. */
#ifndef VARTA_DB_CERTAIN_H
#define VARTA_DB_CERTAIN_H

#include "lib/db/db.h"

/* SQLSTATE of what is committed on this server, but not certain. */
#define DB_UNCERTAIN "40003"

/* Changes nothing, but waits like a change. Where it ends well everything that this session has
 * read or done before is certain; 40003: it is not. */
extern const struct db_stmt db_certain;

/* Whether a notice of the server says that a wait was cancelled. */
bool db_certain_is_doubt(const PGresult *notice);

bool db_error_is_uncertain(const struct db_error *error);

#endif
