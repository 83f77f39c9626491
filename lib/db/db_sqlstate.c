/* The table of SQLSTATEs that pass. */
#include "lib/db/db_sqlstate.h"

#include <stddef.h>
#include <string.h>

/* Classes, or whole SQLSTATEs; and those of these classes that stay all the same. */
static const char *const passing[] = {
        "08",    /* the connection: it went, or never came */
        "25",    /* the transaction: 25006, the server takes no changes now */
        "40",    /* rolled back, a deadlock; 40003: not known to be complete */
        "53",    /* memory, disk, connections: there is none left */
        "55",    /* what is needed is in use, locked or not ready */
        "57",    /* somebody intervened: cancelled, shutting down, starting */
        "58",    /* the system below: a file that cannot be read */
        "72000", /* a snapshot that is too old: the next one is not */
};
static const char *const staying[] = {
        "08P01", /* the other side does not speak the protocol */
        "55P02", /* a setting that cannot be changed while the server runs */
        "57P04", /* the database was dropped */
        "58P01", /* a file that is not there, */
        "58P02", /* or is there twice */
};

static bool is_in(const char *const list[], size_t n, const char *sqlstate)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(sqlstate, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

bool db_sqlstate_passes(const char *sqlstate)
{
	return is_in(passing, sizeof(passing) / sizeof(*passing), sqlstate) &&
	       !is_in(staying, sizeof(staying) / sizeof(*staying), sqlstate);
}
