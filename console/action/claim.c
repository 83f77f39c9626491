/* Asks the database for the next request that is nobody's, and opens it. */
#include "console/action/claim.h"

#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

#include <stdlib.h>

static void show(struct console *console, struct row *row)
{
	const struct ask ask = {.id = row->id, .version = row->version, .city = row->city};

	while (ui_is(ui_top(console->ui), SCREEN_REQUEST))
		ui_next(console->ui, ui_top(console->ui), NEXT_CLOSE);
	queue_want(console->queue, row->id);
	if (ui_top(console->ui)->ops->request)
		ui_push(console->ui, SCREEN_REQUEST, &ask);
}

static void take(struct console *console, struct row *row)
{
	act_own(console, row->id, row->version - 1, row->version);
	undo_add(console, row->id, row->version, VERB_CLAIM, false);
	ui_say(console->ui, STYLE_GOOD, _("%lld: it is yours now"), (long long)row->id);
	show(console, row);
	act_changed(console, row, false);
	session_badges(console->ui->session);
}

static void claimed(void *arg, const PGresult *res, const struct db_error *error)
{
	struct console *console = arg;
	struct row **rows;

	console->acts->claiming = false;
	console->ui->dirty = true;
	if (error) {
		ui_say_error(console->ui, error);
		return;
	}
	rows = result_rows(res);
	if (rows[0] && rows[0]->id) {
		take(console, rows[0]);
	} else {
		ui_say(console->ui, STYLE_SOON, "%s", _("nothing here is without an operator"));
		row_free(rows[0]);
	}
	free(rows);
}

enum next claim_begin(struct screen *s, const struct row *row)
{
	struct console *console = s->console;
	const char *params[] = {console->queue->json};

	if (console->acts->claiming)
		return NEXT_NOTHING;
	console->acts->claiming = true;
	session_query(console->ui->session, QUERY_CLAIM, params, claimed, console);
	return NEXT_PAINT;
}
