/* What every work on a tree consists of: asking the database about it, having files written, giving
 * up. Everything is asked on one connection, so answers come in the order of the questions. */
#ifndef VARTA_SYNCD_SITE_SITE_UPDATE_H
#define VARTA_SYNCD_SITE_SITE_UPDATE_H

#include "lib/base/buf.h"
#include "syncd/site/site_query.h"

#include <stdbool.h>

struct metrics;
struct site_target;
struct settings;
struct file_writer;

struct site_update {
	const struct settings *settings;
	struct metrics *metrics;
	struct db *db;
	struct file_writer *writer;
	const char *lease_owner; /* our name in leases */
	bool draining;
	void (*ended)(void *arg, bool well); /* not well: the database refused, or the disk */
	void *arg;
	/* The rest belongs to whoever works on the tree, from site_turn_begin() to leave. */
	struct site_target *now;            /* whose folder is ours; NULL: none */
	void (*look)(struct site_update *); /* decides what is next */
	void (*then)(struct site_update *); /* what follows when the files are written */
	int answers;                        /* of the database, which the batch waits for */
	struct buf seqs, ids;               /* what was leased, as arrays of PostgreSQL */
	char *first;                        /* the first of seqs; NULL: nothing is leased */
};

/* What has not ended is forgotten; after db_free(). */
void site_update_release(struct site_update *update);

/* Finds out what is next for the tree at hand. */
void site_update_look(struct site_update *update);

/* Asks about the tree at hand, with one more parameter or none; the second one in the daemon's
 * name, which comes before them. */
void site_update_ask(struct site_update *update, enum site_query query, const char *param,
                     db_done *done);
void site_update_ask_as(struct site_update *update, enum site_query query, const char *param,
                        db_done *done);
/* The same with two parameters. */
void site_update_ask_two(struct site_update *update, enum site_query query, const char *one,
                         const char *two, db_done *done);
/* Whether the database refused; then all is over, and what was leased goes back. */
bool site_update_refused(struct site_update *update, const struct db_error *error);
/* Whether the rest of what was asked together is to be ignored. */
bool site_update_is_over(const struct site_update *update);

/* Has the writer's batch written, then calls then: at once, or when the last of answers has come.
 */
void site_update_write(struct site_update *update, void (*then)(struct site_update *));
void site_update_complete(struct site_update *update, void (*then)(struct site_update *));

/* What was leased is reported, or given back. */
void site_update_forget_lease(struct site_update *update);
/* The tree is left; not well: the database refused, or the disk. */
void site_update_leave(struct site_update *update, bool well);

/* Names as an array of PostgreSQL; the caller frees it. */
char *site_update_array(char *const *names, size_t n);

#endif
