/* One tree's turn: what changed, then the next part of a tree from scratch, then statistics, until
 * there is nothing more to do now. For publish.c. */
#ifndef VARTA_SYNCD_TREEWORK_H
#define VARTA_SYNCD_TREEWORK_H

#include "syncd/treequery.h"

#include "lib/buf.h"

#include <stdbool.h>

struct metrics;
struct outlet;
struct settings;
struct writer;

struct treework {
	const struct settings *settings;
	struct metrics *metrics;
	struct db *db;
	struct writer *writer;
	char *daemon; /* our name in leases; owned */
	bool draining;
	void (*ended)(void *arg, bool well); /* not well: the database refused, or the disk */
	void *arg;
	/* The rest is treework.c's and treebuild.c's own. */
	struct outlet *now;              /* whose folder is ours; NULL: none */
	void (*then)(struct treework *); /* what follows when the files are written */
	int answers;                     /* of the database, which the batch waits for */
	struct buf seqs, ids;            /* what was leased, as arrays of PostgreSQL */
	char *first;                     /* the first of seqs; NULL: nothing is leased */
};

/* Whether the turn began; if not, the tree is another daemon's now. */
bool treework_begin(struct treework *work, struct outlet *outlet);
/* The writer has ended; why: NULL or its complaint. */
void treework_written(struct treework *work, const char *why);
/* What has not ended is forgotten; after db_free(). */
void treework_release(struct treework *work);

/* For treebuild.c: what is next for the tree at hand; a question about it, with one more parameter
 * or none; whether the database refused (then all is over); whether the rest of what was asked
 * together is to be ignored; files that are to be written before then(), at once or when the last
 * of answers has come. */
void treework_look(struct treework *work);
void treework_ask(struct treework *work, enum treequery query, const char *param, db_done *done);
bool treework_refused(struct treework *work, const struct db_error *error);
bool treework_is_over(const struct treework *work);
void treework_write(struct treework *work, void (*then)(struct treework *));
void treework_complete(struct treework *work, void (*then)(struct treework *));
/* Names as an array of PostgreSQL, for which none of them has to be quoted; the caller frees it. */
char *treework_array(char *const *names, size_t n);

#endif
