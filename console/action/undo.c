/* The stack of acts that undo takes back, the oldest dropped where there are too many. */
#include "console/action/undo.h"

#include "console/queue/queue.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"

#include <string.h>

void undo_add(struct console *console, int64_t id, int version, bool batched)
{
	struct undo *u = console->undo;

	if (u->n == UNDO_MAX) {
		memmove(u->acts, u->acts + 1, (UNDO_MAX - 1) * sizeof(*u->acts));
		u->n--;
	}
	u->acts[u->n++] = (struct undo_act){id, version, batched ? u->batches : 0};
}

void undo_batch(struct console *console)
{
	console->undo->batches++;
}
