/* Sends one act on all marked orders, and keeps what became of each for the screen of results. */
#include "console/order/order_bulk.h"

#include "console/action/bulk.h"
#include "console/action/send.h"
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/order/register.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static char *reason_of(const PGresult *res, int line)
{
	char *reason = (char *)(uintptr_t)db_result_text(res, line, "reason"); /* only read */
	struct db_error error = {.message = reason, .detail = reason};

	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s",
	         db_result_text(res, line, "sqlstate"));
	return db_error_text(&error);
}

static struct bulk_result result_of(const PGresult *res, int line, enum verb verb)
{
	bool done = strcmp(db_result_text(res, line, "sqlstate"), "00000") == 0;
	char *name = result_field(res, line, "name");
	char *what = done ? xstrdup(verb_help(verb)) : reason_of(res, line);
	char *text = xasprintf("%s · %s", *name ? name : "—", what);

	free(what);
	free(name);
	return (struct bulk_result){db_result_int(res, line, "order"), done, text};
}

/* It is done: not marked any more, and its rows are older than what is known. */
static void take_done(struct orders *orders, int64_t id, int after)
{
	int before = order_sends_version(&orders->sends, id, marks_version(&orders->marks, id));

	order_sends_own(&orders->sends, id, before, after);
	marks_remove(&orders->marks, id);
}

/* Those that were not done come first, the others behind them. */
static void take_results(struct console *console, const PGresult *res)
{
	struct bulk *bulk = console->bulk;
	size_t n = (size_t)PQntuples(res), last = n;

	bulk_begin(bulk, n, true);
	for (size_t i = n; i-- > 0;) {
		struct bulk_result result = result_of(res, (int)i, bulk->verb);
		if (result.done)
			take_done(console->orders, result.id,
			          (int)db_result_int(res, (int)i, "version"));
		bulk->results[result.done ? --last : bulk->failed++] = result;
	}
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct console *console = arg;
	struct bulk *bulk = console->bulk;

	console->acts->bulk = false;
	if (error) {
		char *why = db_error_text(error);
		ui_say(console->ui, STYLE_ERROR, "%s: %s", verb_help(bulk->verb), why);
		free(why);
	} else {
		take_results(console, res);
		ui_say(console->ui, bulk->failed ? STYLE_ERROR : STYLE_GOOD,
		       _("%s: %zu done, %zu not done"), verb_help(bulk->verb),
		       bulk->n - bulk->failed, bulk->failed);
		if (bulk->failed && ui_top(console->ui)->ops->thing)
			ui_push(console->ui, SCREEN_RESULTS, &(struct ask){0});
	}
	acts_settle(console);
	ui_refresh(console->ui);
}

static json_t *items_of(const struct orders *orders)
{
	json_t *items = json_array();

	for (size_t i = 0; i < orders->marks.n; i++) {
		const struct mark *mark = &orders->marks.v[i];
		json_array_append_new(
		        items,
		        json_pack("{s:I,s:i}", "id", (json_int_t)mark->id, "version",
		                  order_sends_version(&orders->sends, mark->id, mark->version)));
	}
	return items;
}

static enum next confirmed(struct screen *below, int64_t id, int version)
{
	struct console *console = below->console;
	struct db_params params = {0};
	json_t *items;

	if (!ui_ready(console->ui) || console->acts->bulk)
		return NEXT_PAINT;
	items = items_of(console->orders);
	db_params_text(&params, order_act_find(console->bulk->verb)->verb_name);
	db_params_json(&params, items);
	console->acts->bulk = true;
	session_query(console->ui->session, QUERY_ORDER_BULK, params.text, answered, console);
	db_params_release(&params);
	json_decref(items);
	return NEXT_PAINT;
}

void order_bulk_ask(struct console *console, const struct order_act *act)
{
	size_t n = console->orders->marks.n;
	char *question;

	if (console->acts->bulk) {
		ui_say(console->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
		return;
	}
	console->bulk->verb = act->verb;
	question = xasprintf(ngettext("%s: the %zu marked order?", "%s: the %zu marked orders?",
	                              (unsigned long)n),
	                     verb_help(act->verb), n);
	ui_push(console->ui, SCREEN_CONFIRM, &(struct ask){.question = question, .yes = confirmed});
	free(question);
}
