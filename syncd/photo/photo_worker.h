/* photo_clean() in a process of its own, which has no descriptor but the one for its result, little
 * time and little memory: a picture made to break a library breaks nothing of ours, and a large one
 * does not hold up the loop. */
#ifndef VARTA_SYNCD_PHOTO_PHOTO_WORKER_H
#define VARTA_SYNCD_PHOTO_PHOTO_WORKER_H

#include "lib/base/buf.h"

#include <stdbool.h>
#include <sys/types.h>

struct photo_worker {
	pid_t pid;  /* 0: none runs */
	int result; /* a file without a name */
};

/* Starts it on data; false, with errno, where it does not start. */
bool photo_worker_start(struct photo_worker *worker, const void *data, size_t len);

/* Whether it has ended; then *why is NULL and the picture is in out, or *why says why there is
 * none, which the caller frees. Once in each turn of the loop; SIGCHLD wakes it up. */
bool photo_worker_end(struct photo_worker *worker, struct buf *out, char **why);

/* Ends it, if it runs. */
void photo_worker_stop(struct photo_worker *worker);

#endif
