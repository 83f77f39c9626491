/* A file that is sent to the database, whole. */
#ifndef VARTA_CONSOLE_CLI_FILE_READ_H
#define VARTA_CONSOLE_CLI_FILE_READ_H

#include "lib/base/buf.h"

#include <stdbool.h>

/* Adds the file to out, where it is not longer than max. False after a complaint that names it. */
bool file_read(const char *path, size_t max, struct buf *out);

#endif
