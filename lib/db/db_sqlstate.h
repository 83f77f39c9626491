/* Which refusals of PostgreSQL pass: the same, sent again later or to another server, may go well.
 * All others stay until somebody changes something. */
#ifndef VARTA_DB_SQLSTATE_H
#define VARTA_DB_SQLSTATE_H

#include <stdbool.h>

bool db_sqlstate_passes(const char *sqlstate);

#endif
