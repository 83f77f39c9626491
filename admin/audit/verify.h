/* 'vartactl audit verify --checkpoints': what the files of a verification share. The steps are, in
 * this order: the checkpoints that were kept outside and their signatures (verify_checkpoints.c);
 * whether leaves, published or the database's, give the roots of all of them (verify_leaves.c);
 * whether each event gives its leaf (verify_entries.c); whether what never went into the log, and
 * rows, say something else (verify.c). */
#ifndef VARTA_ADMIN_VERIFY_H
#define VARTA_ADMIN_VERIFY_H

#include "admin/audit/fetch.h"
#include "admin/audit/log_keys.h"
#include "admin/command/vartactl.h"
#include "lib/merkle/checkpoint.h"
#include "lib/merkle/tile.h"

/* A checkpoint that was kept outside; those of one size are one. */
struct known_checkpoint {
	uint64_t size;
	struct merkle_hash root;
};

struct verify {
	struct ctl *ctl;
	const char *city; /* NULL: all that are the auditor's */
	struct fetch_client *fetch;
	struct log_keys keys;

	struct known_checkpoint *checkpoints; /* by their size */
	size_t n;
	uint64_t witnessed[LOG_KEYS_WITNESSES]; /* the largest that each has signed */

	char *tiles;               /* where the published ones are; NULL: nowhere */
	bool unreachable;          /* there, one could not be read: nobody knows what it is */
	PGresult *page;            /* tiles of the database, a few at a time; NULL: none yet */
	uint64_t log_size;         /* of the database's log */
	uint64_t proved;           /* so many leaves are those of the checkpoints */
	struct tile_reader leaves; /* whose these leaves are */

	uint64_t stamps;    /* time stamps that are right */
	int64_t stamped_at; /* the first of them, seconds since 1970; 0: there is none */
	uint64_t stamped;   /* leaves of the checkpoint that it is of */

	uint64_t faults, events, padding, others;
	bool failed; /* something could not be done; ctl->status or EXIT_FAILED */
};

/* What is wrong, and where; what is not known is 0 or NULL. */
struct fault {
	const char *what;
	const char *city, *event, *request, *sealed, *place;
	uint64_t leaf, last; /* from leaf to last */
	bool has_leaf;
	const char *before, *behind; /* of what is missing: the events beside it */
};

/* Tells of a fault and counts it. */
void verify_fault(struct verify *v, const struct fault *fault);
/* Tells what was covered and what was not. */
void verify_summary(const struct verify *v, const PGresult *waiting);

/* Each returns false where it cannot go on, after it has complained. */
bool verify_checkpoints_read(struct verify *v, const char *place);
bool verify_leaves_prove(struct verify *v);
bool verify_entries(struct verify *v);

/* The time stamps beside published tiles, with --timestamp-ca; those in a folder alone, since a web
 * server does not say which there are. */
bool verify_stamps(struct verify *v);

/* The largest checkpoint's size. */
uint64_t verify_size(const struct verify *v);

#endif
