/* Counts outcomes, and says in the log what was refused. */
#include "syncd/poll/poll_stats.h"

#include "lib/base/log.h"
#include "lib/db/db_result.h"
#include "syncd/content/problem.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSALS_SHOWN = 20 };

static const struct {
	const char *outcome;
	size_t offset;
} counters[] = {
        {"stored", offsetof(struct poll_stats, stored)},
        {"known", offsetof(struct poll_stats, known)},
        {"refused", offsetof(struct poll_stats, refused)},
        {"changed", offsetof(struct poll_stats, changed)},
        {"withdrawn", offsetof(struct poll_stats, withdrawn)},
};

void poll_stats_count(struct poll_stats *stats, const char *outcome)
{
	for (size_t i = 0; i < sizeof(counters) / sizeof(*counters); i++)
		if (strcmp(counters[i].outcome, outcome) == 0)
			++*(int *)((char *)stats + counters[i].offset);
}

static void log_refusal(struct poll_stats *stats, const char *source, const PGresult *res, int row)
{
	char *id = problem_quote(db_result_text(res, row, "external_id"));
	char *reason = problem_quote(db_result_text(res, row, "reason"));

	if (++stats->news <= REFUSALS_SHOWN)
		log_warnx("poll: '%s': request '%s' is refused: %s", source, id, reason);
	free(id);
	free(reason);
}

void poll_stats_add(struct poll_stats *stats, const char *source, struct metrics *metrics,
                    const PGresult *res, int row)
{
	const char *outcome = db_result_text(res, row, "outcome");

	poll_stats_count(stats, outcome);
	metrics_add(metrics, METRIC_POLLED, 1, "source=\"%s\",outcome=\"%s\"", source, outcome);
	if (db_result_bool(res, row, "news"))
		log_refusal(stats, source, res, row);
}

void poll_stats_log(const struct poll_stats *stats, const char *source)
{
	void (*say)(const char *, ...) = log_debug;

	if (stats->stored || stats->changed || stats->withdrawn || stats->news)
		say = log_info;
	say("poll: '%s': %d stored, %d known, %d refused, %d changed, %d withdrawn", source,
	    stats->stored, stats->known, stats->refused, stats->changed, stats->withdrawn);
	if (stats->news > REFUSALS_SHOWN)
		log_warnx(
		        "poll: '%s': %d more are refused, 'vartactl source refused %s' lists them",
		        source, stats->news - REFUSALS_SHOWN, source);
}
