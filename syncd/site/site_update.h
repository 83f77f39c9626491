/* One tree's turn: what changed, then the next part of a tree from scratch, then statistics, until
 * there is nothing more to do now. For publish.c. */
#ifndef VARTA_SYNCD_SITE_SITE_UPDATE_H
#define VARTA_SYNCD_SITE_SITE_UPDATE_H

#include "lib/buf.h"
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
	/* The rest is site_update.c's and site_rebuild.c's own. */
	struct site_target *now;            /* whose folder is ours; NULL: none */
	void (*then)(struct site_update *); /* what follows when the files are written */
	int answers;                        /* of the database, which the batch waits for */
	struct buf seqs, ids;               /* what was leased, as arrays of PostgreSQL */
	char *first;                        /* the first of seqs; NULL: nothing is leased */
};

/* Whether the turn began; if not, the tree is another daemon's now. */
bool site_update_begin(struct site_update *update, struct site_target *target);
/* The writer has ended; why: NULL or its complaint. */
void site_update_written(struct site_update *update, const char *why);
/* What has not ended is forgotten; after db_free(). */
void site_update_release(struct site_update *update);

/* For site_rebuild.c: what is next for the tree at hand; a question about it, with one more
 * parameter or none; whether the database refused (then all is over); whether the rest of what was
 * asked together is to be ignored; files that are to be written before then(), at once or when the
 * last of answers has come. */
void site_update_look(struct site_update *update);
void site_update_ask(struct site_update *update, enum site_query query, const char *param,
                     db_done *done);
bool site_update_refused(struct site_update *update, const struct db_error *error);
bool site_update_is_over(const struct site_update *update);
void site_update_write(struct site_update *update, void (*then)(struct site_update *));
void site_update_complete(struct site_update *update, void (*then)(struct site_update *));
/* Names as an array of PostgreSQL, for which none of them has to be quoted; the caller frees it. */
char *site_update_array(char *const *names, size_t n);

#endif
