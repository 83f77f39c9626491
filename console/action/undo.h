/* What the operator has done in this session, so that 'undo' takes back the last of it, wherever
 * the cursor has gone since; what cannot be taken back is remembered, too, so that nothing older is
 * taken for it. The undoing itself is the database's. */
#ifndef VARTA_CONSOLE_ACTION_UNDO_H
#define VARTA_CONSOLE_ACTION_UNDO_H

#include "console/terminal/verbs.h"

#include <stdbool.h>
#include <stdint.h>

/* The acts that are remembered: more than one act on many makes. */
enum { UNDO_MAX = 1024 };

struct console;

struct undo {
	struct undo_act {
		int64_t id;
		int version; /* that the act made */
		enum verb verb;
		bool undoable;
		unsigned batch; /* the same in all that were done at once; 0: it was alone */
	} acts[UNDO_MAX];
	size_t n;
	unsigned batches;
	enum verb undoing; /* what is being taken back; VERB_NONE: not known */
};

/* An act has made that version of a request; batched: together with others since undo_batch(). */
void undo_add(struct console *console, int64_t id, int version, enum verb verb, bool batched);
void undo_batch(struct console *console);

#endif
