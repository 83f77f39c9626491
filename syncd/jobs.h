/* The daemon's jobs: one array, in the order in which they are stepped. */
#ifndef VARTA_SYNCD_JOBS_H
#define VARTA_SYNCD_JOBS_H

#include "syncd/core/job.h"

#include <stddef.h>

enum { JOBS_MAX = 20 };

struct daemon;

struct jobs {
	struct job list[JOBS_MAX];
	size_t n;
};

/* Opens those that the settings ask for; daemon lives longer. What cannot be opened is fatal. */
void jobs_open(struct jobs *jobs, struct daemon *daemon);
/* The last one first. */
void jobs_close(struct jobs *jobs);

#endif
