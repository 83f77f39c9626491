/* Derives the exit status from what the database refused. */
#include "lib/program/exitcode.h"

#include <stddef.h>
#include <string.h>

/* SQLSTATEs, or their first characters. */
static const struct {
	const char *sqlstate;
	enum exit_code status;
} statuses[] = {
        {"VA001", EXIT_NOT_FOUND}, {"VA004", EXIT_DENIED},   {"VA005", EXIT_CONFLICT},
        {"VA007", EXIT_DENIED},    {"42501", EXIT_DENIED},   {"40001", EXIT_CONFLICT},
        {"23505", EXIT_CONFLICT},  {"42710", EXIT_CONFLICT}, {"08", EXIT_OFFLINE},
        {"57P01", EXIT_OFFLINE},   {"57P02", EXIT_OFFLINE},  {"57P03", EXIT_OFFLINE},
        {"25006", EXIT_OFFLINE},   {"40003", EXIT_OFFLINE},
};

enum exit_code exitcode_of(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strncmp(sqlstate, statuses[i].sqlstate, strlen(statuses[i].sqlstate)) == 0)
			return statuses[i].status;
	return EXIT_FAILED;
}
