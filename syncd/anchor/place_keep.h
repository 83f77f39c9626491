/* What a place has to write, such as the signature of a witness, is made durable by a thread of its
 * own, so that the loop never waits for a disk. For place.h. */
#ifndef VARTA_SYNCD_ANCHOR_PLACE_KEEP_H
#define VARTA_SYNCD_ANCHOR_PLACE_KEEP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct anchor_place;

/* In the thread: writes; nobody else looks at what it works on. Returns NULL, or a code of alarm.h,
 * which is freed. */
typedef char *place_keep_write(struct anchor_place *place);
/* In the loop, afterwards. */
typedef void place_keep_done(struct anchor_place *place, const char *why);

/* Under way; all zeros: nothing is. */
struct place_keeping {
	pthread_t thread;
	bool busy;
	atomic_bool ended;
	place_keep_write *write;
	place_keep_done *done;
	char *why;
};

/* An eventfd that is readable when something has ended; the owner closes it. */
int place_keep_fd(void);

/* Begins; not while something is under way. */
void place_keep(struct anchor_place *place, place_keep_write *write, place_keep_done *done);
/* Calls done where what was begun has ended. */
void place_keep_step(struct anchor_place *place);
/* Waits for what is under way, and tells nobody. */
void place_keep_release(struct anchor_place *place);

#endif
