/* Photos of a defect or an order, a line each, for commands. */
#ifndef VARTA_CONSOLE_ORDER_CLI_PHOTO_LINES_H
#define VARTA_CONSOLE_ORDER_CLI_PHOTO_LINES_H

#include "console/cli/command.h"

#include <jansson.h>

/* Of api.photo_row, for order_rows(). */
#define PHOTO_COLUMNS "photo, stage_name as stage, state_name as state"

/* The rows that from, a call of one argument, gives, as an array. NULL after a complaint, with
 * *status. */
json_t *photo_lines_ask(struct cli *cli, const char *from, const char *argument,
                        enum exit_code *status);
/* Prints them under a heading; nothing where there are none. */
void photo_lines_print(const struct cli *cli, const json_t *photos);

#endif
