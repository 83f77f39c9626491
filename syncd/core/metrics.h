/* What the daemon counts, and the page that Prometheus reads it from
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Labels name routes, transports
 * and sources, never people. */
#ifndef VARTA_SYNCD_CORE_METRICS_H
#define VARTA_SYNCD_CORE_METRICS_H

#include "lib/base/buf.h"

#include <stdint.h>

enum metric {
	METRIC_REQUESTS,
	METRIC_BATCHES,
	METRIC_ITEMS,
	METRIC_PUSHES,
	METRIC_POLLS,
	METRIC_POLLED,
	METRIC_PUBLISHED,
	METRIC_MAILS,
	METRIC_ANCHORED,
	METRIC_OUTBOX,
	METRIC_OUTBOX_AGE,
	METRIC_LOG_SIZE,
	METRIC_LOG_WAITING,
	METRIC_LOG_SIGNED,
	METRIC_LOG_SIGNED_AT,
	METRIC_LOG_DIFFERS,
	METRIC_DATABASE,
	METRIC_COUNT /* how many there are */
};

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/* Adds n to, or sets, the number that has those labels: 'route="requests",status="200"', written
 * with fmt; quotes and backslashes in values are not allowed. metrics may be NULL: nobody counts.
 */
void metrics_add(struct metrics *metrics, enum metric metric, int64_t n, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));
void metrics_set(struct metrics *metrics, enum metric metric, int64_t n, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));

/* Adds the page to out: every metric with its help, its numbers in the order in which they came. */
void metrics_write(const struct metrics *metrics, struct buf *out);

#endif
