/* The job that brings answers and changes of state to the peers that want them pushed: leases them
 * from the outbox, posts them to servicerequestupdates.json, says what became of each. One source's
 * leave one after the other, those of several sources side by side. What is due, what is tried
 * again and when, is the database's business (sync.push_lease, sync.outbox_failed). On a connection
 * of its own, because a lease may wait for who just takes an answer back. */
#ifndef VARTA_SYNCD_PUSH_PUSH_H
#define VARTA_SYNCD_PUSH_PUSH_H

#include "lib/settings.h"

#include <stdbool.h>
#include <stdint.h>

struct http_client;
struct db;
struct credentials;
struct metrics;
struct push;

/* Works when the database says so (channel varta_outbox), when something becomes due, and every ten
 * seconds. keys is owned from now on. */
struct push *push_new(const struct settings *settings, struct http_client *client,
                      struct credentials *keys, struct metrics *metrics);
/* Before client_free(); what was leased and not delivered, another daemon takes up. */
void push_free(struct push *push);

/* Those in force; they live until the next push_rekey(). */
const struct credentials *push_keys(const struct push *push);

/* Our name in leases; it lives as long as push. */
const char *push_daemon(const struct push *push);

/* Other keys; the ones before are wiped out. What failed with an older key is tried at once. */
void push_rekey(struct push *push, struct credentials *keys);

/* For the owner's loop, as with chores; after client_step(). */
const struct db *push_db(const struct push *push);
int64_t push_timeout(const struct push *push);
void push_step(struct push *push);

/* Leases nothing more and gives back what is not begun. */
void push_quiesce(struct push *push);
/* Whether something is under way. */
bool push_busy(const struct push *push);

#endif
