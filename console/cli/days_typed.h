/* Days as they are typed in a command: by the clock of the operator's cities, not of the computer.
 */
#ifndef VARTA_CONSOLE_CLI_DAYS_TYPED_H
#define VARTA_CONSOLE_CLI_DAYS_TYPED_H

#include "console/cli/command.h"
#include "lib/base/when.h"

/* As when_parse_days(). */
bool days_typed(struct cli *cli, const char *text, char first[WHEN_DATE_SIZE],
                char last[WHEN_DATE_SIZE]);

/* One day; NULL is none, and leaves day as it is. False after a complaint. */
bool day_typed(struct cli *cli, const char *text, char day[WHEN_DATE_SIZE]);

#endif
