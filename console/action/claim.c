#include "console/action/claim.h"

#include "console/action/actions.h"
#include "console/action/undo.h"
#include "console/app.h"
#include "console/data/result.h"
#include "lib/dberror.h"
#include "lib/i18n.h"

#include <stdlib.h>

static void show(struct app *app, struct row *row)
{
	const struct ask ask = {.id = row->id, .version = row->version, .city = row->city};
	while (app_top(app)->ops == &screen_request)
		app_next(app, app_top(app), NEXT_CLOSE);
	queue_want(&app->queue, row->id);
	if (app_top(app)->ops->request)
		app_push(app, &screen_request, &ask);
}

static void take(struct app *app, struct row *row)
{
	act_own(app, row->id, row->version - 1, row->version);
	undo_add(app, row->id, row->version, false);
	app_say(app, STYLE_GOOD, _("%lld: it is yours now"), (long long)row->id);
	show(app, row);
	app_changed(app, row, false);
	session_badges(&app->session);
}

static void claimed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct app *app = arg;
	app->claiming = false;
	app->dirty = true;
	if (error) {
		char *why = dberror_text(error);
		app_say(app, STYLE_ERROR, "%s", why);
		free(why);
		return;
	}
	struct row **rows = result_rows(res);
	if (rows[0] && rows[0]->id) {
		take(app, rows[0]);
	} else {
		app_say(app, STYLE_SOON, "%s", _("nothing here is without an operator"));
		row_free(rows[0]);
	}
	free(rows);
}

enum next claim_begin(struct screen *s, const struct row *row)
{
	struct app *app = s->app;
	if (app->claiming)
		return NEXT_NOTHING;
	app->claiming = true;
	const char *params[] = {app->queue.json};
	session_query(&app->session, QUERY_CLAIM, params, claimed, app);
	return NEXT_PAINT;
}
