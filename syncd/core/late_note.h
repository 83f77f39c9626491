/* What was done outside and the database has to hear of, whatever it answers: a mail or an update
 * of which it does not know is sent twice. */
#ifndef VARTA_SYNCD_CORE_LATE_NOTE_H
#define VARTA_SYNCD_CORE_LATE_NOTE_H

#include <stdbool.h>
#include <stdint.h>

struct db_error;

/* A zeroed one was not said yet. */
struct late_note {
	int refusals;
	int64_t next; /* ticks */
};

/* After it was said: whether it has to be said again. error is NULL where it is noted; what there
 * is no row of any more nobody waits for. The log tells of the first refusal and of the end, with
 * what it is about: 'mail', '17'. */
bool late_note_again(struct late_note *note, const struct db_error *error, const char *job,
                     const char *what);
/* Milliseconds until it may be said again. */
int64_t late_note_left(const struct late_note *note);

#endif
