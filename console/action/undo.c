#include "console/action/undo.h"

#include "console/action/actions.h"
#include "console/action/bulk.h"
#include "console/data/row.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/i18n.h"

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

static void undo_all(struct console *console, unsigned batch)
{
	struct undo *u = console->undo;
	struct mark marks[MARKS_MAX];
	size_t n = 0;
	while (u->n > 0 && u->acts[u->n - 1].batch == batch && n < MARKS_MAX) {
		const struct undo_act *act = &u->acts[--u->n];
		marks[n++] = (struct mark){.id = act->id, .version = act->version};
	}
	bulk_send(console, VERB_UNDO, marks, n);
}

static void undo_last(struct console *console)
{
	struct undo *u = console->undo;
	const struct undo_act *last = &u->acts[u->n - 1];
	if (last->batch) {
		undo_all(console, last->batch);
		return;
	}
	u->n--;
	act_send(console, VERB_UNDO, last->id, last->version, NULL, NULL);
	queue_want(console->queue, last->id);
}

enum next undo_begin(struct screen *s, const struct row *row)
{
	struct console *console = s->console;
	if (acts_running(console))
		ui_say(console->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
	else if (console->undo->n > 0)
		undo_last(console);
	else if (row)
		act_send(console, VERB_UNDO, row->id, row->version, NULL, NULL);
	return NEXT_PAINT;
}
