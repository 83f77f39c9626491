/* The zones by which a command says deadlines. */
#ifndef VARTA_CONSOLE_CLI_ZONES_READ_H
#define VARTA_CONSOLE_CLI_ZONES_READ_H

#include "console/cli/command.h"

/* Reads those of the operator's cities; without them, deadlines are said by the clock of this
 * computer. The caller ends with zones_release(). */
void zones_read(struct cli *cli);

#endif
