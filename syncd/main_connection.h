/* The job that keeps the daemon's main connection, over which it hears of sources and looks whether
 * the database answers. It says in the log whether the database can be reached, for the other
 * connections, too. */
#ifndef VARTA_SYNCD_MAIN_CONNECTION_H
#define VARTA_SYNCD_MAIN_CONNECTION_H

#include "syncd/core/job.h"

struct daemon;

extern const struct job_ops main_connection_job;

/* Sets the daemon's db and sources. */
void *main_connection_open(struct daemon *daemon);

#endif
