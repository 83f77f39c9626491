/* A place outside of this machine that shall know the newest checkpoint: a witness, a mailbox, an
 * authority of time stamps. Each is tried on its own, again and again, and none holds another or
 * the next checkpoint. For anchor.c. */
#ifndef VARTA_SYNCD_ANCHOR_PLACE_H
#define VARTA_SYNCD_ANCHOR_PLACE_H

#include "lib/merkle/checkpoint.h"
#include "syncd/anchor/place_keep.h"
#include "syncd/core/job.h"

struct http_client;
struct metrics;
struct anchor_place;
struct smtp_server;

/* What all places work on. */
struct place_common {
	const struct settings *settings;
	const char *folder; /* of the log */
	struct note_key key;
	struct http_client *client;
	struct metrics *metrics; /* NULL: nobody counts */
	int kept;                /* of place_keep_fd() */
};

struct place_ops {
	/* Begins to tell the place of a checkpoint; it ends with place_end(), later or at once, or
	 * never where the daemon stops. note is gone afterwards. */
	void (*begin)(struct anchor_place *place, const char *note,
	              const struct checkpoint *checkpoint);
	void (*free)(struct anchor_place *place);
};

/* What a place's own struct begins with. */
struct anchor_place {
	const struct place_ops *ops;
	const struct place_common *common;
	char *name;       /* in the log and the metrics: 'witness w.example' */
	int64_t interval; /* ms between two checkpoints that it is told of; 0: each */
	uint64_t size;    /* of the checkpoint that it has */
	uint64_t telling; /* of the one that is under way */
	bool busy;
	bool failing; /* the last attempt failed, which was said */
	char *why;    /* it failed so; NULL: it did not, or there was none yet */
	bool tried, alarm;
	bool news;    /* what of this may be told to others has changed */
	int64_t next; /* ticks of the next attempt */
	int pause;    /* ms after the next failure */
	struct place_keeping keeping;
};

enum place_result {
	PLACE_DONE,  /* it has the checkpoint */
	PLACE_AGAIN, /* not now */
	PLACE_ALARM  /* something is wrong that no attempt mends */
};

/* Sets what does not begin with 0; name is taken. */
void place_init(struct anchor_place *place, const struct place_ops *ops,
                const struct place_common *common, char *name);
/* Begins, if it is time, and the checkpoint is one that the place has not. */
void place_step(struct anchor_place *place, const char *note, const struct checkpoint *checkpoint);
/* Milliseconds until it is to be stepped, -1: no need. size is that of the newest checkpoint. */
int64_t place_timeout(const struct anchor_place *place, uint64_t size);
/* The end of what was begun. why: a code of alarm.h; NULL where all is well. */
void place_end(struct anchor_place *place, enum place_result result, const char *why);

/* Keeps, in the file .NAME of the folder, which checkpoint it was told of just now; what cannot be
 * written is logged: it is told once too often then. For threads of place_keep(). */
void place_remember(const struct anchor_place *place, const char *name);
/* Takes up what was kept: it is not told again before its interval is over. */
void place_recall(struct anchor_place *place, const char *name);

/* The places themselves. One of settings.log_witness, 'URL KEY': NULL, or what is wrong with it,
 * which the caller frees; and the place of one that is right. */
char *witness_place_check(const char *setting);
struct anchor_place *witness_place_new(const struct place_common *common, const char *setting);
struct anchor_place *mail_place_new(const struct place_common *common,
                                    const struct smtp_server *server);
struct anchor_place *stamp_place_new(const struct place_common *common);

#endif
