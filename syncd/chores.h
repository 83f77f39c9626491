/* What the daemon has the database do by itself, on a connection of its own, so that no import ever
 * waits for it: the index of texts follows what changes, and personal data whose retention ended
 * are erased. */
#ifndef VARTA_SYNCD_CHORES_H
#define VARTA_SYNCD_CHORES_H

#include "lib/settings.h"

#include <stdint.h>

struct db;
struct chores;

/* Begins with the first step; indexes when the database says so (channel varta_index), and does
 * everything once a minute. */
struct chores *chores_new(const struct settings *settings);
void chores_free(struct chores *chores);

/* The connection, for the owner's loop to wait on. */
const struct db *chores_db(const struct chores *chores);
/* Milliseconds until the next step, when nothing comes from the connection. */
int64_t chores_timeout(const struct chores *chores);
void chores_step(struct chores *chores);

#endif
