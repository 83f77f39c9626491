/* The stack of acts that undo takes back, the oldest dropped where there are too many. */
#include "console/action/undo.h"

#include "console/action/action_table.h"
#include "console/ui/console.h"

#include <string.h>

void undo_add(struct console *console, int64_t id, int version, enum verb verb, bool batched)
{
	struct undo *u = console->undo;
	const struct action_spec *spec = act_spec(verb);

	if (verb == VERB_UNDO)
		return;

	if (u->n == UNDO_MAX) {
		memmove(u->acts, u->acts + 1, (UNDO_MAX - 1) * sizeof(*u->acts));
		u->n--;
	}
	u->acts[u->n++] = (struct undo_act){.id = id,
	                                    .version = version,
	                                    .verb = verb,
	                                    .undoable = spec->undoable || verb == VERB_CLAIM,
	                                    .batch = batched ? u->batches : 0};
}

void undo_batch(struct console *console)
{
	console->undo->batches++;
}
