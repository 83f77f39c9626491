/* What the database refused, as a sentence for the person (translated). */
#ifndef VARTA_DBERROR_H
#define VARTA_DBERROR_H

#include "lib/db/db.h"

#include <stdint.h>

/* The functions of the schema api raise SQLSTATEs of the class VA with a JSON array of arguments
 * as DETAIL; the table in db_error.c gives each its sentence. Whatever is unknown there gives the
 * server's own message. The caller frees it. */
char *db_error_text(const struct db_error *error);

/* The number of the request that the sentence names; 0: none. */
int64_t db_error_request(const struct db_error *error);

/* Whether a value that was given is wrong, or unknown (VA003, VA006). */
bool db_error_is_wrong_value(const struct db_error *error);
/* Whether no role of the session may do that at all (42501). */
bool db_error_is_denied(const struct db_error *error);

/* Whether the error says that someone else changed the row first (40001). */
bool db_error_is_conflict(const struct db_error *error);

/* Whether the connection was lost or never there (class 08, 57P01 to 57P03). */
bool db_error_is_offline(const struct db_error *error);

/* Whether the database gave up waiting: for a lock, for a statement (55P03, 57014). */
bool db_error_is_held(const struct db_error *error);

#endif
