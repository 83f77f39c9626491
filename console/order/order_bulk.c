/* Sends one act on all marked orders or defects, and keeps what became of each for the screen of
 * results. */
#include "console/order/order_bulk.h"

#include "console/action/bulk.h"
#include "console/action/send.h"
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/order/register.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
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
	return (struct bulk_result){db_result_int(res, line, "id"), done, text};
}

/* It is done: not marked any more, and its rows are older than what is known. */
static void take_done(struct orders *orders, enum thing_kind kind, int64_t id, int after)
{
	struct marks *marks = &orders->marks[kind];
	int before = order_sends_version(&orders->sends, kind, id, marks_version(marks, id));

	order_sends_own(&orders->sends, kind, id, before, after);
	if (orders->many->verb != VERB_UNDO)
		order_dones_add(&orders->dones, kind, id, after, orders->dones.batches);
	marks_remove(marks, id);
}

/* Those that were not done come first, the others behind them. */
static void take_results(struct console *console, const PGresult *res)
{
	struct bulk *bulk = console->bulk;
	size_t n = (size_t)PQntuples(res), last = n;
	enum thing_kind kind = order_act_on(console->orders->many);

	console->orders->dones.batches++;
	bulk_begin(bulk, n, thing_screen_of_kind(kind));
	for (size_t i = n; i-- > 0;) {
		struct bulk_result result = result_of(res, (int)i, bulk->verb);
		if (result.done)
			take_done(console->orders, kind, result.id,
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

static json_t *items_of(const struct order_sends *sends, enum thing_kind kind,
                        const struct marks *marks)
{
	json_t *items = json_array();

	for (size_t i = 0; i < marks->n; i++) {
		const struct mark *mark = &marks->v[i];
		int version = order_sends_version(sends, kind, mark->id, mark->version);
		json_array_append_new(items, json_pack("{s:I,s:i}", "id", (json_int_t)mark->id,
		                                       "version", version));
	}
	return items;
}

void order_bulk_send(struct console *console, const struct order_act *act, const struct marks *v)
{
	enum thing_kind kind = order_act_on(act);
	bool defects = kind == THING_DEFECT;
	struct db_params params = {0};
	json_t *items = items_of(&console->orders->sends, kind, v);

	console->orders->many = act;
	console->bulk->verb = act->verb;
	db_params_text(&params, act->verb_name + (defects ? strlen("defect_") : 0));
	db_params_json(&params, items);
	console->acts->bulk = true;
	session_query(console->ui->session, defects ? QUERY_DEFECT_BULK : QUERY_ORDER_BULK,
	              params.text, answered, console);
	db_params_release(&params);
	json_decref(items);
}

static enum next confirmed(struct screen *below, int64_t id, int version)
{
	struct console *console = below->console;
	const struct order_act *act = console->orders->many;

	if (ui_ready(console->ui) && !console->acts->bulk)
		order_bulk_send(console, act, &console->orders->marks[order_act_on(act)]);
	return NEXT_PAINT;
}

/* What stands in the list is as it is there. Returns how many are marked that do not stand there.
 */
static size_t see_rows(const struct screen *s, struct marks *marks, enum thing_kind kind)
{
	const struct thing_list *t = thing_list_of(s);
	size_t hidden = marks->n;

	for (size_t i = 0; i < t->list.n; i++) {
		const struct thing *thing = &t->v[i];
		if (thing->kind != kind || !marks_has(marks, thing->id))
			continue;
		marks_seen(marks, thing->id, thing->version);
		hidden--;
	}
	return hidden;
}

static char *marked_text(enum thing_kind kind, size_t n)
{
	return xasprintf(kind == THING_DEFECT ? ngettext("the %zu marked defect",
	                                                 "the %zu marked defects", (unsigned long)n)
	                                      : ngettext("the %zu marked order",
	                                                 "the %zu marked orders", (unsigned long)n),
	                 n);
}

/* 'issue: the 12 marked orders, 3 of them not in this list? Each gets its number.' */
static char *question(const struct order_act *act, enum thing_kind kind, size_t n, size_t hidden)
{
	struct buf text = {0};
	char *marked = marked_text(kind, n);

	buf_addf(&text, "%s: %s", verb_help(act->verb), marked);
	if (hidden > 0)
		buf_addf(&text,
		         ngettext(", %zu of them not in this list",
		                  ", %zu of them not in this list", (unsigned long)hidden),
		         hidden);
	buf_addf(&text, "? %s", _(act->happens));
	free(marked);
	return buf_steal(&text);
}

void order_bulk_ask(struct screen *s, const struct order_act *act)
{
	struct console *console = s->console;
	enum thing_kind kind = order_act_on(act);
	struct marks *marks = &console->orders->marks[kind];
	char *text;

	if (console->acts->bulk) {
		ui_say(console->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
		return;
	}
	console->orders->many = act;
	text = question(act, kind, marks->n, see_rows(s, marks, kind));
	ui_push(console->ui, SCREEN_CONFIRM, &(struct ask){.question = text, .yes = confirmed});
	free(text);
}
