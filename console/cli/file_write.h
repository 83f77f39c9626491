/* Writes what a command gives to a file. */
#ifndef VARTA_CONSOLE_CLI_FILE_WRITE_H
#define VARTA_CONSOLE_CLI_FILE_WRITE_H

#include "console/cli/command.h"

#include <stdbool.h>
#include <stddef.h>

/* What is there already is written over; '-' is standard output. False after a complaint. */
bool file_write(const char *path, const void *data, size_t len);
/* The same with the column 'data', bytes, of what the statement gives. */
enum exit_code file_write_value(struct cli *cli, const char *sql, int n, const char *const *params,
                                const char *path);

#endif
