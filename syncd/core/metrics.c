/* Counts by metric and labels, and writes the page of them. */
#include "syncd/core/metrics.h"

#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

static const struct {
	const char *name, *type, *help;
} names[METRIC_COUNT] = {
        [METRIC_REQUESTS] = {"varta_http_requests_total", "counter",
                             "Answers given, by route and status."},
        [METRIC_BATCHES] = {"varta_import_batches_total", "counter",
                            "Calls that store what residents sent: committed, refused by the "
                            "database, or lost with the connection and sent again."},
        [METRIC_ITEMS] = {"varta_import_items_total", "counter",
                          "Submissions and comments that were stored, known already, or refused."},
        [METRIC_PUSHES] = {"varta_push_total", "counter",
                           "Updates that a peer took, attempts that failed, and those given up."},
        [METRIC_POLLS] = {"varta_poll_total", "counter",
                          "Polls of a peer's server that were done or failed."},
        [METRIC_POLLED] = {"varta_poll_items_total", "counter",
                           "Requests that peers showed: stored, known already, refused."},
        [METRIC_PUBLISHED] = {"varta_published_total", "counter",
                              "Changes that static trees show."},
        [METRIC_MAILS] = {"varta_mails_total", "counter",
                          "Mails that the server took, attempts that failed, and those given up."},
        [METRIC_ANCHORED] = {"varta_log_anchored", "gauge",
                             "Leaves of the newest checkpoint that a place outside has got."},
        [METRIC_OUTBOX] =
                {"varta_outbox", "gauge",
                 "Deliveries that were not made: pending, failed at least once, given up (dead)."},
        [METRIC_OUTBOX_AGE] = {"varta_outbox_age_seconds", "gauge",
                               "How long the oldest delivery has been due."},
        [METRIC_LOG_SIZE] = {"varta_log_leaves", "gauge",
                             "Leaves of the log, padding among them, as the database has it."},
        [METRIC_LOG_WAITING] = {"varta_log_waiting", "gauge",
                                "Events that are not sealed yet, after the last batch."},
        [METRIC_LOG_SIGNED] = {"varta_log_signed_leaves", "gauge",
                               "Leaves in the last checkpoint; none: nothing is signed."},
        [METRIC_LOG_SIGNED_AT] = {"varta_log_signed_timestamp_seconds", "gauge",
                                  "When the last checkpoint was signed."},
        [METRIC_LOG_DIFFERS] = {"varta_log_differs", "gauge",
                                "Whether the database has another past than the one that was "
                                "signed."},
        [METRIC_DATABASE] = {"varta_database_up", "gauge", "Whether the database can be asked."},
};

struct number {
	STAILQ_ENTRY(number) link;
	char *labels;
	int64_t value;
};

struct metrics {
	STAILQ_HEAD(number_list, number) numbers[METRIC_COUNT];
};

struct metrics *metrics_new(void)
{
	struct metrics *metrics = xcalloc(1, sizeof(*metrics));

	for (size_t i = 0; i < METRIC_COUNT; i++)
		STAILQ_INIT(&metrics->numbers[i]);
	return metrics;
}

static void list_free(struct number_list *list)
{
	struct number *number;

	while ((number = STAILQ_FIRST(list))) {
		STAILQ_REMOVE_HEAD(list, link);
		free(number->labels);
		free(number);
	}
}

void metrics_free(struct metrics *metrics)
{
	if (!metrics)
		return;
	for (size_t i = 0; i < METRIC_COUNT; i++)
		list_free(&metrics->numbers[i]);
	free(metrics);
}

/* Takes labels. The lists are short: a number for each route and status that ever occurred. */
static int64_t *number_of(struct metrics *metrics, enum metric metric, char *labels)
{
	struct number_list *list = &metrics->numbers[metric];
	struct number *number;

	STAILQ_FOREACH(number, list, link)
		if (strcmp(number->labels, labels) == 0) {
			free(labels);
			return &number->value;
		}
	number = xcalloc(1, sizeof(*number));
	number->labels = labels;
	STAILQ_INSERT_TAIL(list, number, link);
	return &number->value;
}

void metrics_add(struct metrics *metrics, enum metric metric, int64_t n, const char *fmt, ...)
{
	va_list ap;

	if (!metrics)
		return;
	va_start(ap, fmt);
	*number_of(metrics, metric, xvasprintf(fmt, ap)) += n;
	va_end(ap);
}

void metrics_set(struct metrics *metrics, enum metric metric, int64_t n, const char *fmt, ...)
{
	va_list ap;

	if (!metrics)
		return;
	va_start(ap, fmt);
	*number_of(metrics, metric, xvasprintf(fmt, ap)) = n;
	va_end(ap);
}

static void write_number(const char *name, const struct number *number, struct buf *out)
{
	const char *labels = number->labels;

	buf_addf(out, "%s%s%s%s %" PRId64 "\n", name, *labels ? "{" : "", labels,
	         *labels ? "}" : "", number->value);
}

void metrics_write(const struct metrics *metrics, struct buf *out)
{
	for (size_t i = 0; i < METRIC_COUNT; i++) {
		const struct number *number = STAILQ_FIRST(&metrics->numbers[i]);

		buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", names[i].name, names[i].help,
		         names[i].name, names[i].type);
		for (; number; number = STAILQ_NEXT(number, link))
			write_number(names[i].name, number, out);
	}
}
