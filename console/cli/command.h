/* The commands: what varta does without a terminal.
 *
 * The room cli/ has what all of them use, and a file for each family of those on requests, with a
 * table of them at its end; the families of order_cli/ are the traffic unit's. console/commands.c
 * finds a command, checks its options (options.c), connects and runs it. The acts on requests are
 * made from the same table as the console's (act_commands.c, act_args.h, act.h). Results go to
 * standard output (output.h), complaints to standard error, and the exit status says how it went.
 */
#ifndef VARTA_CONSOLE_CLI_COMMAND_H
#define VARTA_CONSOLE_CLI_COMMAND_H

#include "lib/program/exitcode.h"
#include "lib/program/options.h"
#include "lib/program/settings.h"

#include <libpq-fe.h>
#include <stdbool.h>

/* The options of the program and of all its commands; options.c has their names and help. */
enum {
	OPT_CONFIG,
	OPT_FILTER,
	OPT_LANGUAGE,
	OPT_HELP,
	OPT_VERSION,
	OPT_JSON,
	OPT_LIMIT,
	OPT_DRY_RUN,
	OPT_VERSION_SEEN,
	OPT_REASON,
	OPT_UNIT,
	OPT_NOTE,
	OPT_TO,
	OPT_FILE,
	OPT_INTO,
	OPT_UNTIL,
	OPT_DAYS,
	OPT_REFERRAL,
	OPT_BY,
	OPT_DANGEROUS,
	OPT_GROUND,
	OPT_INSTITUTION,
	OPT_MEASURED,
	OPT_PAPER,
	OPT_REQUEST,
	OPT_SINCE,
	OPT_CSV,
	OPT_DAY,
	OPT_DISTRICT,
	OPT_START,
	OPT_ALL,
	OPT_ISSUE,
	OPT_BEFORE,
	OPT_AFTER,
	OPT_COUNT
};
extern const struct option_row option_table[OPT_COUNT];
/* Those that every command takes. */
enum { OPTIONS_COMMON = 1 << OPT_CONFIG | 1 << OPT_LANGUAGE | 1 << OPT_HELP };

struct cli {
	struct settings *settings;
	char *const *value; /* of each option: "" for one that takes none; NULL: not given */
	const struct command *command;
	PGconn *conn;
};

struct command {
	const char *name;  /* one word or two: "order issue" */
	const char *usage; /* its arguments; may be "" */
	const char *help;  /* one line, translated with _() */
	int min_args, max_args;
	uint64_t required, optional; /* OPTION_BITs */
	bool offline;                /* needs no connection */
	enum exit_code (*run)(struct cli *cli, int argc, char **args);
};

/* Each ends with a NULL name. */
extern const struct command list_commands[];
extern const struct command show_commands[];
extern const struct command claim_commands[];
extern const struct command catalogue_commands[];
extern const struct command newsletter_commands[];
extern const struct command duty_commands[];
extern const struct command answer_file_commands[];
/* The acts on requests, in the order of their table. */
const struct command *act_commands(void);

#endif
