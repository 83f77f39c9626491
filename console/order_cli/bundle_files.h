/* The files of an order in its archive for a court. */
#ifndef VARTA_CONSOLE_ORDER_CLI_BUNDLE_FILES_H
#define VARTA_CONSOLE_ORDER_CLI_BUNDLE_FILES_H

#include "console/cli/command.h"
#include "lib/bundle/bundle.h"

/* Files of an order, at most (varta.file_check()). */
enum { BUNDLE_FILES_OF_ORDER = 20 };

/* Adds each as files/NUMBER.KIND, byte by byte as it came: what it is called, and its hash, stand
 * in its event. False after a complaint, with *status. */
bool bundle_files_add(struct cli *cli, struct bundle *bundle, const char *order,
                      enum exit_code *status);

#endif
