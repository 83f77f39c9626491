#include "console/action/undo.h"

#include "console/action/actions.h"
#include "console/app.h"
#include "lib/i18n.h"

#include <string.h>

void undo_add(struct app *app, int64_t id, int version, bool batched)
{
	struct undo *u = &app->undo;
	if (u->n == UNDO_MAX) {
		memmove(u->acts, u->acts + 1, (UNDO_MAX - 1) * sizeof(*u->acts));
		u->n--;
	}
	u->acts[u->n++] = (struct undo_act){id, version, batched ? u->batches : 0};
}

void undo_batch(struct app *app)
{
	app->undo.batches++;
}

static void undo_all(struct app *app, unsigned batch)
{
	struct undo *u = &app->undo;
	struct mark marks[MARKS_MAX];
	size_t n = 0;
	while (u->n > 0 && u->acts[u->n - 1].batch == batch && n < MARKS_MAX) {
		const struct undo_act *act = &u->acts[--u->n];
		marks[n++] = (struct mark){.id = act->id, .version = act->version};
	}
	bulk_send(app, VERB_UNDO, marks, n);
}

static void undo_last(struct app *app)
{
	struct undo *u = &app->undo;
	const struct undo_act *last = &u->acts[u->n - 1];
	if (last->batch) {
		undo_all(app, last->batch);
		return;
	}
	u->n--;
	act_send(app, VERB_UNDO, last->id, last->version, NULL, NULL);
	queue_want(&app->queue, last->id);
}

enum next undo_begin(struct screen *s, const struct row *row)
{
	struct app *app = s->app;
	if (app->acts || app->bulk.sending)
		app_say(app, STYLE_SOON, "%s", _("the last act is still on its way"));
	else if (app->undo.n > 0)
		undo_last(app);
	else if (row)
		act_send(app, VERB_UNDO, row->id, row->version, NULL, NULL);
	return NEXT_PAINT;
}
