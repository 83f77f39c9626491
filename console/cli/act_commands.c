/* The commands that are acts on requests (varta accept, reject, …), made from the table of acts:
 * which options each takes. */
#include "console/cli/act.h"
#include "console/cli/act_args.h"
#include "console/cli/command.h"

#include <stdint.h>

enum { ACTS_MAX = 64 };

static struct command command_of(const struct action_spec *spec)
{
	struct command command = {
	        .name = act_command(spec),
	        .usage = "ID... | -",
	        .help = spec->summary,
	        .min_args = 1,
	        .max_args = INT32_MAX,
	        .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_DRY_RUN) |
	                    OPTION_BIT(OPT_VERSION_SEEN),
	        .run = act_run,
	};

	for (size_t i = 0; i < act_args_n(spec, false); i++) {
		const struct act_arg *arg = &spec->args[i];
		if (act_options[arg->input] == NO_OPTION)
			continue;
		/* A text may come through standard input as well. */
		if (arg->need == REQUIRED && arg->input != INPUT_TEXT)
			command.required |= OPTION_BIT(act_options[arg->input]);
		else
			command.optional |= OPTION_BIT(act_options[arg->input]);
	}
	return command;
}

const struct command *act_commands(void)
{
	static struct command commands[ACTS_MAX];
	size_t n = 0;

	if (commands[0].name)
		return commands;
	for (size_t i = 0; act_at(i) && n < ACTS_MAX - 1; i++)
		if (act_spec(act_at(i))->summary)
			commands[n++] = command_of(act_spec(act_at(i)));
	return commands;
}
