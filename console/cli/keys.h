/* The commands 'varta keys list' and 'varta keys check'. */
#ifndef VARTA_CONSOLE_CLI_KEYS_H
#define VARTA_CONSOLE_CLI_KEYS_H

#include "console/terminal/keymap.h"
#include "console/terminal/layout.h"
#include "lib/program/settings.h"

/* Fills layout and map with what is built in, then with what settings names. Returns NULL or the
 * complaint, which the caller frees. */
char *keys_load(const struct settings *settings, struct layout *layout, struct keymap *map);

/* Runs 'keys' with its arguments; returns the exit status. */
int keys_command(struct settings *settings, int argc, char **argv);

#endif
