/* All commands: finds one, says what there is, runs it. */
#ifndef VARTA_CONSOLE_COMMANDS_H
#define VARTA_CONSOLE_COMMANDS_H

#include "console/cli/command.h"

/* What is about the program itself: its keys, its commands. Ends with a NULL name. */
extern const struct command own_commands[];

/* The command whose name these words begin with, and in *taken how many words it is;
 * NULL where there is none. */
const struct command *command_find(int nwords, char **words, int *taken);
/* Checks, connects, runs; returns the exit status. */
enum exit_code command_run(const struct command *command, struct settings *settings,
                           char *const value[], int argc, char **args);
/* The commands, a line each, and the options; or all about one. */
void command_help(const struct command *command);

#endif
