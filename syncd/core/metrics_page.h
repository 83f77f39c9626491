/* The job that answers GET /metrics on an address of its own, for Prometheus; the numbers of the
 * outbox come from the database every now and then. */
#ifndef VARTA_SYNCD_CORE_METRICS_PAGE_H
#define VARTA_SYNCD_CORE_METRICS_PAGE_H

#include "syncd/core/job.h"
#include "syncd/core/metrics.h"

struct metrics_page;

extern const struct job_ops metrics_page_job;

/* Serves the listening socket fd, which it owns from now on. NULL: it could not start. */
struct metrics_page *metrics_page_new(struct metrics *metrics, struct db *db, int fd);

#endif
