/* Asks what of what is kept here is of erased requests, and removes it. */
#include "console/reply/erased_drafts.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/compose.h"
#include "console/reply/unkept.h"
#include "console/request/recent.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

enum { PAUSE = 3000 /* ms between two questions */ };

/* The text that is being written, where it is for that request and was begun before. */
static bool forget_open(struct ui *ui, int64_t id, int64_t at)
{
	struct screen *s = ui_find(ui, SCREEN_COMPOSE);
	struct compose *c = s ? compose_of(s) : NULL;

	if (!c || c->text.reply.id != id || at < c->since)
		return false;
	compose_erased(c);
	return true;
}

static void forget(void *arg, const PGresult *res, const struct db_error *error)
{
	struct ui *ui = arg;
	const struct session *session = ui->session;
	int n = 0;

	if (error)
		return; /* the next connection asks again */
	for (int line = 0; line < PQntuples(res); line++) {
		int64_t id = db_result_int(res, line, "id"), at = db_result_int(res, line, "at");

		n += forget_open(ui, id, at);
		n += draft_forget(session->login, id, at - session->clock);
		n += unkept_forget(id, at - session->clock);
		recent_forget(ui->console->recent, id, at);
	}
	if (n)
		ui_say(arg, STYLE_SOON,
		       ngettext("%d kept text was removed: the personal data of its request were "
		                "erased",
		                "%d kept texts were removed: the personal data of their requests "
		                "were erased",
		                (unsigned long)n),
		       n);
}

static void add_id(void *arg, int64_t id)
{
	db_array_add_int(arg, id);
}

void erased_drafts_ask(struct erased_drafts *e)
{
	struct ui *ui = e->ui;
	struct screen *writing = ui_find(ui, SCREEN_COMPOSE);
	struct buf ids = {0};

	e->due = false;
	e->next = when_ticks() + PAUSE;
	if (writing)
		db_array_add_int(&ids, compose_of(writing)->text.reply.id);
	draft_each(ui->session->login, true, add_id, &ids);
	unkept_each(add_id, &ids);
	recent_each(ui->console->recent, add_id, &ids);
	if (ids.len)
		session_query(ui->session, QUERY_ERASED, (const char *const[]){db_array_end(&ids)},
		              forget, ui);
	buf_release(&ids);
}

void erased_drafts_ask_soon(struct erased_drafts *e)
{
	int64_t left = e->next - when_ticks();

	if (left <= 0) {
		erased_drafts_ask(e);
		return;
	}
	e->due = true;
	ui_wake_in(e->ui, (int)left);
}

void erased_drafts_wake(struct erased_drafts *e)
{
	if (e->due && session_ready(e->ui->session))
		erased_drafts_ask_soon(e);
}
