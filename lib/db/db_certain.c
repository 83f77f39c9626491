/* How it is found out that a standby has what was committed. */
#include "lib/db/db_certain.h"

#include <string.h>

const struct db_stmt db_certain = {
        "certain", "select pg_catalog.pg_logical_emit_message(true, 'varta', '')", 0};

/* The message is in the server's language, the place that it comes from is not. */
bool db_certain_is_doubt(const PGresult *notice)
{
	const char *place = PQresultErrorField(notice, PG_DIAG_SOURCE_FUNCTION);

	return place && strcmp(place, "SyncRepWaitForLSN") == 0;
}

bool db_error_is_uncertain(const struct db_error *error)
{
	return strcmp(error->sqlstate, DB_UNCERTAIN) == 0;
}
