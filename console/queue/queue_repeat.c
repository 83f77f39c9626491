/* A form of a word that nobody looked for before is looked up in the dictionary after the search:
 * the next search, a moment later, knows it. So one that finds nothing is asked for once more. */
#include "console/app.h"
#include "lib/when.h"

#include <string.h>

enum { PAUSE = 1000 };

void queue_repeat(struct queue *q)
{
	if (q->pages.n > 0 || q->repeated || !strstr(q->json, "\"text\":\""))
		return;
	q->repeated = true;
	q->repeat_at = when_ticks() + PAUSE;
	app_wake_in(q->app, PAUSE);
}

void queue_wake(struct queue *q)
{
	int64_t left = q->repeat_at - when_ticks();
	if (!q->repeat_at)
		return;
	if (left > 0) {
		app_wake_in(q->app, (int)left);
		return;
	}
	q->repeat_at = 0;
	queue_refresh(q);
}
