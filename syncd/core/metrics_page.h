/* GET /metrics on an address of its own, for Prometheus; the numbers of the outbox come from the
 * database every now and then. */
#ifndef VARTA_SYNCD_CORE_METRICS_PAGE_H
#define VARTA_SYNCD_CORE_METRICS_PAGE_H

#include "lib/db.h"
#include "syncd/core/metrics.h"

#include <stdint.h>

struct metrics_page;

/* Serves the listening socket fd, which it owns from now on. NULL: it could not start. */
struct metrics_page *metrics_page_new(struct metrics *metrics, struct db *db, int fd);
/* After db_free(). All of these take NULL: nobody is to be served. */
void metrics_page_free(struct metrics_page *scrape);

int metrics_page_fd(const struct metrics_page *scrape); /* to be polled for reading; -1: none */
int64_t metrics_page_timeout(const struct metrics_page *scrape);
void metrics_page_run(struct metrics_page *scrape);

#endif
