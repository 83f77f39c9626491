#include "syncd/tally.h"

#include "syncd/problem.h"
#include "syncd/record.h"

#include "lib/log.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSALS_SHOWN = 20 };

static const struct {
	const char *outcome;
	size_t offset;
} counters[] = {
        {"stored", offsetof(struct tally, stored)},
        {"known", offsetof(struct tally, known)},
        {"refused", offsetof(struct tally, refused)},
        {"changed", offsetof(struct tally, changed)},
        {"withdrawn", offsetof(struct tally, withdrawn)},
};

void tally_count(struct tally *tally, const char *outcome)
{
	for (size_t i = 0; i < sizeof(counters) / sizeof(*counters); i++)
		if (strcmp(counters[i].outcome, outcome) == 0)
			++*(int *)((char *)tally + counters[i].offset);
}

static void log_refusal(struct tally *tally, const char *source, const PGresult *res, int row)
{
	char *id = problem_quote(record_text(res, row, "external_id"));
	char *reason = problem_quote(record_text(res, row, "reason"));

	if (++tally->news <= REFUSALS_SHOWN)
		log_warnx("poll: '%s': request '%s' is refused: %s", source, id, reason);
	free(id);
	free(reason);
}

void tally_add(struct tally *tally, const char *source, struct metrics *metrics,
               const PGresult *res, int row)
{
	const char *outcome = record_text(res, row, "outcome");

	tally_count(tally, outcome);
	metrics_add(metrics, METRIC_POLLED, 1, "source=\"%s\",outcome=\"%s\"", source, outcome);
	if (*record_text(res, row, "news") == 't')
		log_refusal(tally, source, res, row);
}

void tally_log(const struct tally *tally, const char *source)
{
	void (*say)(const char *, ...) = log_debug;

	if (tally->stored || tally->changed || tally->withdrawn || tally->news)
		say = log_info;
	say("poll: '%s': %d stored, %d known, %d refused, %d changed, %d withdrawn", source,
	    tally->stored, tally->known, tally->refused, tally->changed, tally->withdrawn);
	if (tally->news > REFUSALS_SHOWN)
		log_warnx(
		        "poll: '%s': %d more are refused, 'vartactl source refused %s' lists them",
		        source, tally->news - REFUSALS_SHOWN, source);
}
