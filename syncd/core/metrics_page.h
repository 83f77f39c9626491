/* GET /metrics on an address of its own, for Prometheus; the numbers of the outbox come from the
 * database every now and then. */
#ifndef VARTA_SYNCD_CORE_METRICS_PAGE_H
#define VARTA_SYNCD_CORE_METRICS_PAGE_H

#include "lib/db.h"
#include "syncd/core/metrics.h"

#include <stdint.h>

struct scrape;

/* Serves the listening socket fd, which it owns from now on. NULL: it could not start. */
struct scrape *scrape_new(struct metrics *metrics, struct db *db, int fd);
/* After db_free(). All of these take NULL: nobody is to be served. */
void scrape_free(struct scrape *scrape);

int scrape_fd(const struct scrape *scrape); /* to be polled for reading; -1: none */
int64_t scrape_timeout(const struct scrape *scrape);
void scrape_run(struct scrape *scrape);

#endif
