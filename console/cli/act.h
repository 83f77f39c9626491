/* The acts without a terminal: what each is in the database. */
#ifndef VARTA_CONSOLE_CLI_ACT_H
#define VARTA_CONSOLE_CLI_ACT_H

#include "console/cli/command.h"

enum { OWN_MAX = 2, PARAMS_MAX = 2 + OWN_MAX };

/* $1 is the number, $2 the version that was seen, then come own options, or the text. */
struct command_act {
	const char *name;
	const char *verb; /* as the database calls it */
	const char *sql;
	const char *done; /* what is said then, behind the number */
	int own[OWN_MAX]; /* option ids; 0: none */
	bool text;
};

/* The one of that name, which is there. */
const struct command_act *command_act_find(const char *name);
/* Runs the one that is named like the command. */
enum exit_code command_act_run(struct cli *cli, int argc, char **args);

#endif
