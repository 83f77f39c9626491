/* The job that looks every few seconds whether the database answers, so that /health knows it
 * without asking. */
#ifndef VARTA_SYNCD_CORE_PULSE_H
#define VARTA_SYNCD_CORE_PULSE_H

#include "syncd/core/db_lane.h"

struct pulse;

extern const struct job_ops pulse_job;

/* Asks over db, which somebody else steps. What is passed lives longer. */
struct pulse *pulse_new(struct db *db, const struct db_lane *reads, const struct db_lane *ingest);

/* Whether the database answered a moment ago, and there are connections to it in both lanes. */
bool pulse_beats(const struct pulse *pulse);

#endif
