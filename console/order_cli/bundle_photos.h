/* The photos of an order in its archive for a court. */
#ifndef VARTA_CONSOLE_ORDER_CLI_BUNDLE_PHOTOS_H
#define VARTA_CONSOLE_ORDER_CLI_BUNDLE_PHOTOS_H

#include "console/cli/command.h"
#include "lib/bundle/bundle.h"

/* Adds each photo that is kept and can be read, as photos/SHA-256.jpg: out of syncd.media_dir where
 * that is on this machine, otherwise from the daemon at syncd.public_url. Of one that cannot be had
 * the history has the hash; how many these are is told. False after a complaint, with *status. */
bool bundle_photos_add(struct cli *cli, struct bundle *bundle, const char *order,
                       enum exit_code *status);

#endif
