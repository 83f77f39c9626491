#include "console/undo.h"

#include <string.h>

#include "console/acts.h"
#include "console/app.h"
#include "lib/i18n.h"

void undo_add(struct app *app, int64_t id, int version, enum verb verb)
{
	struct undo *u = &app->undo;
	if (u->n == UNDO_MAX) {
		memmove(u->acts, u->acts + 1, (UNDO_MAX - 1) * sizeof(*u->acts));
		u->n--;
	}
	u->acts[u->n++] = (struct undo_act){id, version, verb};
}

enum next undo_begin(struct screen *s, const struct row *row)
{
	struct app *app = s->app;
	struct undo *u = &app->undo;
	if (app->acts) /* the last act is not there yet */
		return app_say(app, STYLE_SOON, "%s", _("the last act is still on its way")),
		       NEXT_PAINT;
	if (u->n > 0) {
		const struct undo_act *last = &u->acts[--u->n];
		act_send(app, VERB_UNDO, last->id, last->version, NULL, NULL);
		queue_want(&app->queue, last->id);
	} else if (row) {
		act_send(app, VERB_UNDO, row->id, row->version, NULL, NULL);
	}
	return NEXT_PAINT;
}
