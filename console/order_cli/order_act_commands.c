/* Makes 'varta order accept' and the like of the rows of console/terminal/order_acts.def. */
#include "console/order/order_acts.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/xmalloc.h"

#include <stdint.h>

enum { ACTS_MAX = 40 };

#define BIT(option) OPTION_BIT(option)

/* The options of an act, by what is typed for it on a screen. */
static const struct {
	uint64_t required, optional;
} options[] = {
        [LINE_NONE] = {0, BIT(OPT_NOTE)},
        [LINE_NOTE] = {0, BIT(OPT_NOTE)},
        [LINE_WHY] = {BIT(OPT_NOTE), 0},
        [LINE_PAPER] = {BIT(OPT_PAPER), BIT(OPT_NOTE)},
        [LINE_DAY] = {0, BIT(OPT_NOTE) | BIT(OPT_UNTIL)},
        [LINE_DAY_WHY] = {BIT(OPT_NOTE) | BIT(OPT_UNTIL), 0},
        [LINE_NUMBER_DAY] = {0, 0},
};

static struct command command_of(const struct order_act *act)
{
	uint64_t institution = act->asks == SCREEN_CHOOSE_INSTITUTION ? BIT(OPT_INSTITUTION) : 0;

	return (struct command){
	        .name = xasprintf("order %s", act->command),
	        .usage = "NUMBER...",
	        .help = act->summary,
	        .min_args = 1,
	        .max_args = INT32_MAX,
	        .required = options[act->line].required,
	        .optional = options[act->line].optional | institution | BIT(OPT_JSON) |
	                    BIT(OPT_VERSION_SEEN),
	        .run = order_act_run,
	};
}

const struct command *order_act_commands(void)
{
	static struct command commands[ACTS_MAX];
	size_t n = 0;

	if (commands[0].name)
		return commands;
	for (size_t i = 0; order_act_at(i) && n < ACTS_MAX - 1; i++)
		if (order_act_at(i)->command)
			commands[n++] = command_of(order_act_at(i));
	return commands;
}
