/* Runs an act without a terminal. */
#ifndef VARTA_CONSOLE_CLI_ACT_H
#define VARTA_CONSOLE_CLI_ACT_H

#include "console/cli/command.h"

/* Runs the act that is named like the command, a result for each request. */
enum exit_code act_run(struct cli *cli, int argc, char **args);

#endif
