/* The job that reads the GeoReport servers of sources that do not come to us: leases those whose
 * turn it is, reads a window of time, hands what it finds to the database. When, how far, and what
 * becomes of it, is the database's business (sync.poll_lease, sync.poll_take).
 *
 * In this room: poll_run, one reading of one server; poll_url, the addresses that are asked;
 * page_cursor, a list that comes page after page; recheck, single requests that are read again;
 * poll_stats, what came of it. A page itself is read by open311/peer_page. */
#ifndef VARTA_SYNCD_POLL_POLL_H
#define VARTA_SYNCD_POLL_POLL_H

#include "syncd/core/job.h"

struct credentials;
struct http_client;
struct metrics;
struct poll;

extern const struct job_ops poll_job;

/* Works when a source's turn has come, and when sources change (topic config). keys are
 * those of the peers. What is passed lives longer. */
struct poll *poll_new(const struct settings *settings, struct http_client *client,
                      const struct credentials *keys, const char *lease_owner,
                      struct metrics *metrics);

#endif
