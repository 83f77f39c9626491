/* A form of a word that nobody looked for before is looked up in the dictionary after the search:
 * the next search, a moment later, knows it. So one that finds nothing is asked for once more. */
#include "console/queue/queue.h"
#include "console/ui/ui.h"
#include "lib/base/when.h"

#include <string.h>

enum { PAUSE = 1000 };

void queue_repeat(struct queue *q)
{
	if (q->pages.list.n > 0 || q->repeated || !strstr(q->json, "\"text\":\""))
		return;
	q->repeated = true;
	q->repeat_at = when_ticks() + PAUSE;
	ui_wake_in(q->ui, PAUSE);
}

bool queue_repeat_due(struct queue *q)
{
	int64_t left = q->repeat_at - when_ticks();

	if (!q->repeat_at)
		return false;
	if (left > 0) {
		ui_wake_in(q->ui, (int)left);
		return false;
	}
	q->repeat_at = 0;
	return true;
}
