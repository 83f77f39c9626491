/* Sends a screen's query, and finds the screen again when the answer is there: by its serial
 * number, for another screen may stand at its address by then. */
#include "console/ui/ask.h"

#include "console/data/session.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <stdlib.h>

struct question {
	struct ui *ui;
	unsigned serial;
	screen_done *done;
};

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	const struct question *q = arg;
	struct screen *s = NULL;

	for (int i = 0; i < q->ui->depth && !s; i++)
		if (q->ui->stack[i]->serial == q->serial)
			s = q->ui->stack[i];
	if (s)
		q->done(s, res, error);
	free(arg);
}

static void ask(struct screen *s, const struct db_stmt *stmt, const char *const params[],
                screen_done *done)
{
	struct question *q = xmalloc(sizeof(*q));

	*q = (struct question){s->ui, s->serial, done};
	session_send(s->ui->session, stmt, params, answered, q);
}

void ui_ask(struct screen *s, enum query query, const char *const params[], screen_done *done)
{
	ask(s, &queries[query], params, done);
}

void ui_ask_certain(struct screen *s, screen_done *done)
{
	ask(s, &db_certain, NULL, done);
}

void ui_ask_id(struct screen *s, enum query query, int64_t id, screen_done *done)
{
	struct db_params params = {0};

	db_params_int(&params, id);
	ui_ask(s, query, params.text, done);
}

void ui_say_error(struct ui *ui, const struct db_error *error)
{
	char *why = db_error_text(error);

	ui_say(ui, STYLE_ERROR, "%s", why);
	free(why);
}

void ui_say_saved(struct screen *s, const struct db_error *error, const char *said)
{
	struct ui *ui = s->ui;

	if (error) {
		ui_say_error(ui, error);
		return;
	}
	ui_next(ui, s, NEXT_CLOSE);
	ui_say(ui, STYLE_GOOD, "%s", said);
	ui_refresh(ui);
}

bool ui_ready(struct ui *ui)
{
	if (session_ready(ui->session))
		return true;
	ui_say(ui, STYLE_ERROR, _("no connection: nothing was changed"));
	return false;
}
