/* The arguments of an act, from the options of its command. */
#ifndef VARTA_CONSOLE_CLI_ACT_ARGS_H
#define VARTA_CONSOLE_CLI_ACT_ARGS_H

#include "console/action/action_table.h"
#include "console/cli/command.h"
#include "lib/base/buf.h"
#include "lib/base/when.h"

/* The option that gives each kind of argument. */
enum { NO_OPTION = OPT_CONFIG };
extern const int act_options[INPUT_COUNT];

/* The parameters of an act's statement; the first two, number and version, are set for each
 * request. What the others refer to is of the command line, or in here. */
struct act_values {
	const char *params[ACT_PARAMS];
	char date[WHEN_W3C_SIZE];
	struct buf text; /* released by the owner */
};

/* Fills the parameters behind the version from the options, and the text from its file or standard
 * input. Complains where it does not return EXIT_OK. */
enum exit_code act_values_read(struct act_values *v, const struct action_spec *spec,
                               const struct cli *cli, int argc, char **args);

#endif
