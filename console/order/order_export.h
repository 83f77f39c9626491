/* The register in a file: page by page, so that a long one never stops the console. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_EXPORT_H
#define VARTA_CONSOLE_ORDER_ORDER_EXPORT_H

#include <stdbool.h>

struct console;

/* Begins to write what the register's filter finds into a new file; where it is done, or fails,
 * that is said. False, after a complaint, where the file cannot be made. */
bool order_export(struct console *console, const char *path);

#endif
