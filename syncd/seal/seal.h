/* The job that seals the history. At a fixed interval it has the database seal what was committed
 * (sync.log_seal()), takes the leaves that are new, lets its own tree grow by them, signs what the
 * tree then is, and puts tiles and checkpoint into the folder that is published. What is older it
 * never takes from the database again, so that a past that somebody made anew is not signed: the
 * database's last leaves are compared with its own, and where they differ, or are fewer, it signs
 * nothing and says so.
 *
 * In this room: seal, the job; seal_tree, the tree that is its own; receipt_handler, GET /receipt.
 */
#ifndef VARTA_SYNCD_SEAL_SEAL_H
#define VARTA_SYNCD_SEAL_SEAL_H

#include "lib/program/settings.h"
#include "syncd/core/job.h"
#include "syncd/core/metrics.h"

struct seal;
struct seal_tree;

extern const struct job_ops seal_job;

/* Who wants to know that there is a new checkpoint in the folder, of so many leaves. */
struct seal_hooks {
	void (*kept)(void *arg, uint64_t size);
	void *arg;
};

/* tree: what it signs with (owned now), NULL: it seals and signs nothing. hooks are copied. */
struct seal *seal_new(const struct settings *settings, struct seal_tree *tree,
                      const struct seal_hooks *hooks, struct metrics *metrics);

#endif
