/* What a round of reading a peer brought: counted, and said in the log. */
#ifndef VARTA_SYNCD_TALLY_H
#define VARTA_SYNCD_TALLY_H

#include "syncd/metrics.h"

#include <libpq-fe.h>

struct tally {
	int stored, known, refused, changed, withdrawn;
	int news; /* refusals that were not there before */
};

/* Counts a row of sync.poll_take(); a refusal that is news is logged with its reason. */
void tally_add(struct tally *tally, const char *source, struct metrics *metrics,
               const PGresult *res, int row);
/* Counts what sync.poll_reread() said. */
void tally_count(struct tally *tally, const char *outcome);
/* One line; where nothing is new, for debugging only. */
void tally_log(const struct tally *tally, const char *source);

#endif
