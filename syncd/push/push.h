/* The job that brings answers and changes of state to the peers that want them pushed: leases them
 * from the outbox, posts them to servicerequestupdates.json, says what became of each. One source's
 * leave one after the other, those of several sources side by side. What is due, what is tried
 * again and when, is the database's business (sync.push_lease, sync.outbox_failed).
 *
 * In this room: push_batch, what is leased for one source; push_update, one answer as a form for
 * the peer; push_result, what the peer's answer means; text_match, whether a peer shows a text. */
#ifndef VARTA_SYNCD_PUSH_PUSH_H
#define VARTA_SYNCD_PUSH_PUSH_H

#include "syncd/core/job.h"

struct credentials;
struct http_client;
struct metrics;
struct push;

extern const struct job_ops push_job;

/* Works when the database says so (topic outbox), when something becomes due, and every ten
 * seconds. keys are those of the peers; SIGHUP reads them anew, and what failed with an older key
 * is tried at once. base_url is our own address, for those of photos. What is passed lives
 * longer. */
struct push *push_new(const struct settings *settings, struct http_client *client,
                      struct credentials *keys, const char *lease_owner, const char *base_url,
                      struct metrics *metrics);

#endif
