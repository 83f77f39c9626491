/* One run of reading a GeoReport server: what is new, page after page, each handed to the
 * database before the next is asked for; then some of the requests that we know and that are still
 * open, one by one, because their lists do not show what was edited, hidden or withdrawn. For
 * poll.c. */
#ifndef VARTA_SYNCD_POLL_POLL_RUN_H
#define VARTA_SYNCD_POLL_POLL_RUN_H

#include "lib/db/db.h"
#include "syncd/core/metrics.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct http_client;
struct credentials;
struct poll_run;

/* Sources read at a time, and connections to them. */
enum { POLL_RUNS_MAX = 4 };

/* Those under way, and what they need. */
struct poll_runs {
	LIST_HEAD(poll_run_list, poll_run) list;
	int count;
	struct db *db;
	struct http_client *client;
	const struct credentials *keys; /* of the peers */
	const char *lease_owner;        /* our name in leases */
	int lease_seconds;
	int timeout;  /* ms for a peer's answer */
	size_t batch; /* requests in one call of the database */
	struct metrics *metrics;
	bool draining;
	void (*ended)(void *arg);
	void *arg;
};

/* Begins a run for each row of sync.poll_lease(). */
void poll_runs_begin(struct poll_runs *runs, const PGresult *res);
/* Milliseconds until the next request to a peer is due; -1: none is. */
int64_t poll_runs_timeout(const struct poll_runs *runs);
void poll_runs_step(struct poll_runs *runs);
/* After db_free(). */
void poll_runs_free(struct poll_runs *runs);

#endif
