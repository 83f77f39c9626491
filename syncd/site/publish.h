/* The job that keeps the static trees of what is public: leases what changed from the outbox, asks
 * what is public of it now, has the files written, and says so; makes a tree from scratch where
 * that is wanted, a thousand requests at a time, and changes meanwhile go first. Which tree is kept
 * by which daemon, a lock on its folder decides.
 *
 * In this room: site_target, a source that has a tree; site_turn, what is next for a
 * tree; site_changes, site_rebuild and site_base_map, changes, a tree from scratch and the map of
 * the streets, in the steps of site_update; site_tree, the folder; site_query, what the database is
 * asked; order_files and site_orders, the public part of orders. What stands in files, and what
 * writes them, is the room page/. */
#ifndef VARTA_SYNCD_SITE_PUBLISH_H
#define VARTA_SYNCD_SITE_PUBLISH_H

#include "syncd/core/job.h"

struct metrics;
struct publish;

extern const struct job_ops publish_job;

/* NULL where syncd.publish says nothing; or, with *why, where that is no folder to write to (the
 * caller frees it). What is passed lives longer. */
struct publish *publish_new(const struct settings *settings, const char *lease_owner,
                            struct metrics *metrics, char **why);

#endif
