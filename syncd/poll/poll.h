/* The job that reads the GeoReport servers of sources that do not come to us: leases those whose
 * turn it is, reads a window of time, hands what it finds to the database. When, how far, and what
 * becomes of it, is the database's business (sync.poll_lease, sync.poll_take). On a connection of
 * its own, because what is imported may be much. */
#ifndef VARTA_SYNCD_POLL_POLL_H
#define VARTA_SYNCD_POLL_POLL_H

#include "lib/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct http_client;
struct db;
struct metrics;
struct poll;
struct push;

/* Works when a source's turn has come, and when sources change (channel varta_config). push has
 * the keys and the daemon's name. */
struct poll *poll_new(const struct settings *settings, struct http_client *client,
                      const struct push *push, struct metrics *metrics);
/* Before client_free(). */
void poll_free(struct poll *poll);

/* For the owner's loop, as with push. */
const struct db *poll_db(const struct poll *poll);
int64_t poll_timeout(const struct poll *poll);
void poll_step(struct poll *poll);

/* Leases nothing more and gives back what is not read to the end. */
void poll_quiesce(struct poll *poll);
bool poll_busy(const struct poll *poll);

#endif
