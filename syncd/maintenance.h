/* The job that has the database look after itself, on a connection of its own, so that no import
 * ever waits for it: the index of texts follows what changes, and personal data whose retention
 * ended are erased. */
#ifndef VARTA_SYNCD_MAINTENANCE_H
#define VARTA_SYNCD_MAINTENANCE_H

#include "syncd/core/job.h"

struct maintenance;

extern const struct job_ops maintenance_job;

/* Begins with the first step; indexes when the database says so (topic index), and does
 * everything once a minute. */
struct maintenance *maintenance_new(const struct settings *settings);

#endif
