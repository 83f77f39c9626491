/* The job that looks every few seconds whether the database answers, so that /health knows it
 * without asking. It is the only thing that an idle daemon asks: the same call shows the database
 * that this daemon lives, frees what dead ones had leased, and ends transactions that operators
 * left open. */
#ifndef VARTA_SYNCD_CORE_PULSE_H
#define VARTA_SYNCD_CORE_PULSE_H

#include "syncd/core/db_lane.h"

struct pulse;

extern const struct job_ops pulse_job;

/* Asks over db, which somebody else steps. owner: the daemon's name in leases; idle: ms that a
 * transaction may be idle. What is passed lives longer. */
struct pulse *pulse_new(struct db *db, const struct db_lane *reads, const struct db_lane *ingest,
                        const char *owner, int idle);

/* db has a new session. */
void pulse_begin(struct pulse *pulse);

/* Whether the database answered a moment ago, and there are connections to it in both lanes. */
bool pulse_beats(const struct pulse *pulse);

#endif
