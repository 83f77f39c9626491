/* What the daemon has the database do by itself, on a connection of its own, so that no import ever
 * waits for it: the index of texts follows what changes, and personal data whose retention ended
 * are erased. */
#ifndef VARTA_SYNCD_MAINTENANCE_H
#define VARTA_SYNCD_MAINTENANCE_H

#include "lib/settings.h"

#include <stdint.h>

struct db;
struct maintenance;

/* Begins with the first step; indexes when the database says so (channel varta_index), and does
 * everything once a minute. */
struct maintenance *maintenance_new(const struct settings *settings);
void maintenance_free(struct maintenance *maintenance);

/* The connection, for the owner's loop to wait on. */
const struct db *maintenance_db(const struct maintenance *maintenance);
/* Milliseconds until the next step, when nothing comes from the connection. */
int64_t maintenance_timeout(const struct maintenance *maintenance);
void maintenance_step(struct maintenance *maintenance);

#endif
