/* The job that seals the history. At a fixed interval it has the database seal what was committed
 * (sync.log_seal()), takes the leaves that are new, lets its own tree grow by them, signs what the
 * tree then is, and puts tiles and checkpoint into the folder that is published. What is older it
 * never takes from the database again, so that a past that somebody made anew is not signed: the
 * database's last leaves are compared with its own, and where they differ, or are fewer, it signs
 * nothing and says so.
 *
 * In this room: seal, the job; seal_tree, the tree that is its own; seal_writer, the thread in
 * which that is written; receipt_handler, GET /receipt.
 */
#ifndef VARTA_SYNCD_SEAL_SEAL_H
#define VARTA_SYNCD_SEAL_SEAL_H

#include "lib/program/settings.h"
#include "syncd/core/job.h"
#include "syncd/core/metrics.h"

struct seal;
struct seal_tree;

extern const struct job_ops seal_job;

/* Those who tell others of checkpoints; each may be NULL. */
struct seal_hooks {
	/* there is a new checkpoint in the folder, of so many leaves */
	void (*kept)(void *arg, uint64_t size);
	/* whether something is new about who knows which checkpoint; it, for sync.log_places() */
	bool (*has_news)(const void *arg);
	char *(*news)(void *arg);
	void *arg;
};

/* tree: what it signs with (owned now), NULL: it seals and signs nothing. hooks are copied. */
struct seal *seal_new(const struct settings *settings, struct seal_tree *tree,
                      const struct seal_hooks *hooks, struct metrics *metrics);

#endif
