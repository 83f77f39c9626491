/* What a run of reading a peer brought: counted, and said in the log. */
#ifndef VARTA_SYNCD_POLL_POLL_STATS_H
#define VARTA_SYNCD_POLL_POLL_STATS_H

#include "syncd/core/metrics.h"

#include <libpq-fe.h>

struct poll_stats {
	int stored, known, refused, changed, withdrawn;
	int news; /* refusals that were not there before */
};

/* Counts a row of sync.poll_take(); a refusal that is news is logged with its reason. */
void poll_stats_add(struct poll_stats *stats, const char *source, struct metrics *metrics,
                    const PGresult *res, int row);
/* Counts what sync.poll_reread() said. */
void poll_stats_count(struct poll_stats *stats, const char *outcome);
/* One line; where nothing is new, for debugging only. */
void poll_stats_log(const struct poll_stats *stats, const char *source);

#endif
