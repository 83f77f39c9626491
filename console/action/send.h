/* The acts that were sent and are not answered yet: one request is acted on by one act at a time,
 * in the order of the keys. */
#ifndef VARTA_CONSOLE_ACTION_SEND_H
#define VARTA_CONSOLE_ACTION_SEND_H

#include "console/terminal/verbs.h"
#include "lib/db/db.h"

#include <stdbool.h>
#include <stdint.h>

struct act;
struct console;
struct row;

enum { OWN_CHANGES = 16 };

/* The acts of this operator. */
struct acts {
	struct act *first; /* that are not answered yet, in the order in which they were begun */
	struct own_change {
		int64_t id;
		int before, after; /* versions: an act made one of the other */
	} own[OWN_CHANGES];
	unsigned own_n;
	bool bulk;     /* one on many is not answered yet */
	bool claiming; /* a claim is not answered yet */
	bool leaving;  /* the console ends as soon as all is answered */
};

/* What is said when an act is done, for people; of undo also what was undone. The caller frees it.
 */
char *act_done(const struct console *console, enum verb verb, const struct row *row,
               char *const *args);
/* What an act is about, for people: the number, or for id 0 how many are marked. The caller frees
 * it. */
char *act_subject(const struct console *console, int64_t id);

/* Whether an act on that request is not answered yet. */
bool act_pending(const struct console *console, int64_t id);
/* The version that the operator's own acts have made of the one that was on the screen when a key
 * was pressed: keys may be faster than the database. */
int act_version(const struct console *console, int64_t id, int version);
/* Keeps in mind what an act of the operator has made of a version. */
void act_own(struct console *console, int64_t id, int before, int after);

/* Tells every screen and the queue that an act gave this row, which the queue owns then; moved_on:
 * the operator goes on to the next one. */
void act_changed(struct console *console, struct row *row, bool moved_on);
/* Whether an act, on one or on many, is not answered yet. */
bool acts_running(const struct console *console);
/* An act was answered: ends the console, if it waited for the last of them. */
void acts_settle(struct console *console);

/* The version that a request has now, if that is why an act was refused; otherwise version. */
int act_conflict_version(const struct db_error *error, int version);
/* Sends verb, behind the answer to what was sent for the same request before, where there is a
 * connection. first and second are what it takes beside number and version, in the order of its
 * statement, otherwise NULL; key is that of an act that takes one, or NULL. settled (NULL: nobody
 * waits) is called with arg when the database has answered, error NULL: it is done, or when the
 * answer was lost. Publishing with a text (first) drafts it in the same call, as a change of the
 * draft with the number second. */
typedef void act_settled(void *arg, const struct db_error *error);
void act_send_then(struct console *console, enum verb verb, int64_t id, int version,
                   const char *first, const char *second, const char *key, act_settled *settled,
                   void *arg);

#endif
