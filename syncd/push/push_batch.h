/* What was leased for one source, on its way to the peer: update after update, each posted, judged
 * and reported to the database before the next. For push.c. */
#ifndef VARTA_SYNCD_PUSH_PUSH_BATCH_H
#define VARTA_SYNCD_PUSH_PUSH_BATCH_H

#include "lib/db/db.h"
#include "syncd/core/metrics.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct http_client;
struct push_batch;
struct credentials;

/* Sources served at a time, and connections to them. */
enum { PUSH_BATCHES_MAX = 16 };

/* Those under way, and what they need. */
struct push_batches {
	LIST_HEAD(push_batch_list, push_batch) list;
	int count;
	struct db *db;
	struct http_client *client;
	struct credentials *keys; /* of the peers */
	const char *lease_owner;  /* our name in leases */
	const char *base_url;     /* our own address, without a slash at its end */
	int timeout;              /* ms for a peer's answer */
	struct metrics *metrics;
	bool draining; /* after the update that was begun a batch ends */
	void (*ended)(void *arg);
	void *arg;
};

/* Begins a batch for each source in the rows of sync.push_lease(); until: ticks when the lease
 * ends. */
void push_batches_begin(struct push_batches *batches, const PGresult *res, int64_t until);
/* Each gives back what it has not begun: the texts may not be what they were. */
void push_batches_renew(struct push_batches *batches);
/* Says again what the database did not hear. Once in each turn of the loop. */
void push_batches_step(struct push_batches *batches);
/* Milliseconds until there is something to say again; -1: nothing. */
int64_t push_batches_late(const struct push_batches *batches);
/* After db_free(). */
void push_batches_free(struct push_batches *batches);

#endif
