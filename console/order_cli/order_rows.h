/* What the commands about orders and defects share. */
#ifndef VARTA_CONSOLE_ORDER_CLI_ORDER_ROWS_H
#define VARTA_CONSOLE_ORDER_CLI_ORDER_ROWS_H

#include "console/cli/command.h"

/* Prints what a function of the database gives (from, with n parameters): for programs all of it as
 * lines of JSON, for people the columns that shown names, as SQL. */
enum exit_code order_rows(struct cli *cli, const char *shown, const char *from, int n,
                          const char *const *params);
/* The words with something between them. The caller frees it. */
char *words_joined(int argc, char **args, const char *between);

/* Does the act that the command is with the orders whose numbers are the arguments. */
enum exit_code order_act_run(struct cli *cli, int argc, char **args);

#endif
