/* The commands of the traffic unit: orders, defects, rounds, campaigns, and the archive for a
 * court. A file for each family, with a table of them at its end. */
#ifndef VARTA_CONSOLE_ORDER_CLI_ORDER_COMMANDS_H
#define VARTA_CONSOLE_ORDER_CLI_ORDER_COMMANDS_H

#include "console/cli/command.h"

/* Each ends with a NULL name. */
extern const struct command order_commands[];
extern const struct command order_paper_commands[];
extern const struct command order_bundle_commands[];
extern const struct command order_file_commands[];
extern const struct command defect_commands[];
extern const struct command defect_photo_commands[];
extern const struct command round_commands[];
extern const struct command campaign_commands[];
/* The acts on orders, in the order of their table. */
const struct command *order_act_commands(void);

#endif
