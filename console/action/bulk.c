/* Sends one act on all marked requests in one call, and sorts the results. */
#include "console/action/bulk.h"

#include "console/action/recall.h"
#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void release_args(struct bulk *bulk)
{
	for (int i = 0; i < ACT_ARGS; i++) {
		free(bulk->args[i]);
		bulk->args[i] = NULL;
	}
}

void bulk_with(struct console *console, const char *with)
{
	free(console->bulk->with);
	console->bulk->with = xstrdup(with);
}

static void release_results(struct bulk *bulk)
{
	for (size_t i = 0; i < bulk->n; i++)
		free(bulk->results[i].text);
	free(bulk->results);
	bulk->results = NULL;
	bulk->n = bulk->failed = 0;
}

void bulk_begin(struct bulk *bulk, size_t n, enum screen_id opens)
{
	release_results(bulk);
	bulk->results = xcalloc(n + 1, sizeof(*bulk->results));
	bulk->n = n;
	bulk->opens = opens;
}

void bulk_release(struct bulk *bulk)
{
	release_args(bulk);
	release_results(bulk);
	free(bulk->with);
	bulk->with = NULL;
}

static char *failure(struct console *console, const PGresult *res, int line, int64_t id)
{
	char *reason = (char *)db_result_text(res, line, "reason"); /* only read */
	struct db_error error = {.message = reason, .detail = reason};
	int version;

	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s",
	         db_result_text(res, line, "sqlstate"));
	/* What has changed is known now: pressed again, the act is meant. */
	version = act_conflict_version(&error, 0);
	if (version)
		marks_seen(console->marks, id, version);
	return db_error_text(&error);
}

static void take_done(struct console *console, int64_t id, struct row *row)
{
	marks_remove(console->marks, id);
	undo_add(console, id, row->version, console->bulk->verb, true);
	act_changed(console, row, false);
}

/* Those that were not done come first, the others behind them. */
static void take_results(struct console *console, const PGresult *res)
{
	struct bulk *bulk = console->bulk;
	int n = PQntuples(res);
	struct row **rows = result_rows(res);
	size_t last;

	bulk_begin(bulk, (size_t)n, SCREEN_REQUEST);
	last = bulk->n;
	undo_batch(console);
	for (int i = n - 1; i >= 0; i--) {
		int64_t id = db_result_int(res, i, "request");
		if (rows[i]->id) {
			bulk->results[--last] = (struct bulk_result){
			        id, true, act_done(console, bulk->verb, rows[i], bulk->args)};
			take_done(console, id, rows[i]);
		} else {
			bulk->results[bulk->failed++] =
			        (struct bulk_result){id, false, failure(console, res, i, id)};
			row_free(rows[i]);
		}
	}
	free(rows);
}

/* Nobody who writes is interrupted: then the counts have to do. */
static void show_results(struct console *console)
{
	const struct bulk *bulk = console->bulk;

	ui_say(console->ui, bulk->failed ? STYLE_ERROR : STYLE_GOOD,
	       _("%s: %zu done, %zu not done"), verb_help(bulk->verb), bulk->n - bulk->failed,
	       bulk->failed);
	if (ui_top(console->ui)->ops->request)
		ui_push(console->ui, SCREEN_RESULTS, &(struct ask){0});
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct console *console = arg;

	console->acts->bulk = false;
	if (error) {
		char *why = db_error_text(error);
		ui_say(console->ui, STYLE_ERROR, "%s: %s", verb_help(console->bulk->verb), why);
		free(why);
	} else {
		take_results(console, res);
		show_results(console);
		session_badges(console->ui->session);
		recall_refresh(console->recall);
	}
	acts_settle(console);
	ui_refresh(console->ui);
}

static char *items_json(const struct console *console, const struct mark *v, size_t n)
{
	json_t *items = json_array();
	char *text;

	for (size_t i = 0; i < n; i++)
		json_array_append_new(items,
		                      json_pack("{s:I,s:i}", "id", (json_int_t)v[i].id, "version",
		                                act_version(console, v[i].id, v[i].version)));
	text = json_dumps(items, JSON_COMPACT);
	json_decref(items);
	return text;
}

static char *args_json(const struct bulk *bulk)
{
	const struct action_spec *spec = act_spec(bulk->verb);
	json_t *args = json_object();
	char *text;

	for (size_t i = 0; i < act_args_n(spec, bulk->args[0] != NULL); i++)
		json_object_set_new(args, spec->args[i].name,
		                    bulk->args[i] ? json_string(bulk->args[i]) : json_null());
	text = json_dumps(args, JSON_COMPACT);
	json_decref(args);
	return text;
}

static void send(struct console *console, const struct mark *v, size_t n)
{
	struct bulk *bulk = console->bulk;
	const struct action_spec *spec = act_spec(bulk->verb);
	char *items = items_json(console, v, n), *args = args_json(bulk);
	const char *params[] = {act_function(spec), items, args};

	console->acts->bulk = true;
	session_query(console->ui->session, QUERY_BULK, params, answered, console);
	free(items);
	free(args);
}

static bool busy(struct console *console)
{
	if (console->acts->bulk)
		ui_say(console->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
	return console->acts->bulk;
}

void bulk_send(struct console *console, enum verb verb, const struct mark *v, size_t n)
{
	if (busy(console))
		return;
	release_args(console->bulk);
	console->bulk->verb = verb;
	send(console, v, n);
}

/* What stands in the list is as it is there; what does not, as it was when it was marked. */
static void see_rows(struct console *console)
{
	const struct pages *pages = &console->queue->pages;

	for (size_t i = 0; i < pages->list.n; i++)
		marks_seen(console->marks, pages->rows[i]->id, pages->rows[i]->version);
}

static enum next confirmed(struct screen *below, int64_t id, int version)
{
	struct console *console = below->console;

	if (console->marks->n > 0 && ui_ready(console->ui) && !busy(console))
		send(console, console->marks->v, console->marks->n);
	return NEXT_PAINT;
}

static size_t count_hidden(const struct console *console)
{
	size_t hidden = 0;

	for (size_t i = 0; i < console->marks->n; i++)
		hidden += !queue_find(console->queue, console->marks->v[i].id);
	return hidden;
}

/* 'refer: Patrol police: the 12 marked requests, 3 of them not in this list?' */
static char *question(const struct console *console, enum verb verb)
{
	size_t n = console->marks->n, hidden = count_hidden(console);
	const char *with = console->bulk->with;
	struct buf text = {0};

	buf_addf(&text, "%s: %s%s", verb_help(verb), with ? with : "", with ? ": " : "");
	buf_addf(&text,
	         ngettext("the %zu marked request", "the %zu marked requests", (unsigned long)n),
	         n);
	if (hidden > 0)
		buf_addf(&text,
		         ngettext(", %zu of them not in this list",
		                  ", %zu of them not in this list", (unsigned long)hidden),
		         hidden);
	buf_addc(&text, '?');
	return buf_steal(&text);
}

static char *who_is_there(const char *doing, const char *name, const char *id)
{
	if (strcmp(doing, "reply") == 0)
		return xasprintf(_("%s is writing: %s."), name, id);
	if (strcmp(doing, "draft") == 0)
		return xasprintf(_("%s has a draft: %s."), name, id);
	return xasprintf(_("%s looks at: %s."), name, id);
}

/* 'Ihor Melnyk is writing: 10433. …'; NULL: nobody is there. */
static char *warn(struct console *console, const PGresult *res)
{
	struct buf text = {0};

	(void)console;
	for (int i = 0; i < PQntuples(res); i++) {
		char *name = result_field(res, i, "full_name"), *id = result_field(res, i, "id");
		char *there = who_is_there(db_result_text(res, i, "doing"), name, id);
		buf_addf(&text, "%s%s", i ? " " : "", there);
		free(there);
		free(name);
		free(id);
	}
	return text.len ? buf_steal(&text) : NULL;
}

/* '{1,2}' */
static char *marked_ids(const struct console *console)
{
	struct buf ids = {0};

	for (size_t i = 0; i < console->marks->n; i++)
		buf_addf(&ids, "%s%lld", i ? "," : "{", (long long)console->marks->v[i].id);
	buf_addc(&ids, '}');
	return buf_steal(&ids);
}

void bulk_ask(struct console *console, enum verb verb, const char *first, const char *second)
{
	struct bulk *bulk = console->bulk;
	char *text, *ids;

	if (busy(console))
		return;
	release_args(bulk);
	bulk->verb = verb;
	bulk->args[0] = first ? xstrdup(first) : NULL;
	bulk->args[1] = second ? xstrdup(second) : NULL;
	see_rows(console);
	text = question(console, verb);
	ids = marked_ids(console);
	ui_push(console->ui, SCREEN_CONFIRM,
	        &(struct ask){.question = text,
	                      .yes = confirmed,
	                      .check = QUERY_OTHERS,
	                      .param = ids,
	                      .warn = warn});
	free(bulk->with);
	bulk->with = NULL;
	free(ids);
	free(text);
}
