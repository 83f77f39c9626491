/* The job that keeps the static trees of what is public: leases what changed from the outbox, asks
 * what is public of it now, has the files written, and says so; makes a tree from scratch where
 * that is wanted, a thousand requests at a time, and changes meanwhile go first. Which tree is kept
 * by which daemon, a lock on its folder decides. On a connection of its own, as push.h. */
#ifndef VARTA_SYNCD_SITE_PUBLISH_H
#define VARTA_SYNCD_SITE_PUBLISH_H

#include "lib/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct metrics;
struct publish;

/* NULL where syncd.publish says nothing, which all functions below take; or, with *why, where that
 * is no folder to write to (the caller frees it). settings have to stay. */
struct publish *publish_new(const struct settings *settings, struct metrics *metrics, char **why);
void publish_free(struct publish *publish);

/* For the owner's loop, as with push; NULL or -1 where there is nothing to wait for. */
const struct db *publish_db(const struct publish *publish);
int publish_fd(const struct publish *publish);
int64_t publish_timeout(const struct publish *publish);
void publish_step(struct publish *publish);

/* Begins nothing more. */
void publish_quiesce(struct publish *publish);
/* Whether something is under way. */
bool publish_busy(const struct publish *publish);

#endif
