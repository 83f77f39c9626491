#include "console/action/bulk.h"

#include "console/action/actions.h"
#include "console/app.h"
#include "console/data/result.h"
#include "lib/buf.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <jansson.h>
#include <stdlib.h>

static void release_args(struct bulk *bulk)
{
	for (int i = 0; i < ACT_ARGS; i++) {
		free(bulk->args[i]);
		bulk->args[i] = NULL;
	}
}

static void release_results(struct bulk *bulk)
{
	for (size_t i = 0; i < bulk->n; i++)
		free(bulk->results[i].text);
	free(bulk->results);
	bulk->results = NULL;
	bulk->n = bulk->failed = 0;
}

void bulk_release(struct bulk *bulk)
{
	release_args(bulk);
	release_results(bulk);
}

static char *failure(struct app *app, const PGresult *res, int line, int64_t id)
{
	char *reason = PQgetvalue(res, line, PQfnumber(res, "reason"));
	struct db_error error = {.message = reason, .detail = reason};
	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s",
	         PQgetvalue(res, line, PQfnumber(res, "sqlstate")));
	/* What has changed is known now: pressed again, the act is meant. */
	int version = act_conflict_version(&error, 0);
	if (version)
		marks_seen(&app->marks, id, version);
	return dberror_text(&error);
}

static void take_done(struct app *app, int64_t id, struct row *row)
{
	const struct action_spec *spec = act_spec(app->bulk.verb);
	marks_remove(&app->marks, id);
	if (spec->undoable)
		undo_add(app, id, row->version, true);
	app_changed(app, row, false);
}

/* Those that were not done come first, the others behind them. */
static void take_results(struct app *app, const PGresult *res)
{
	struct bulk *bulk = &app->bulk;
	int n = PQntuples(res);
	struct row **rows = result_rows(res);
	bulk->results = xcalloc((size_t)n + 1, sizeof(*bulk->results));
	bulk->n = (size_t)n;
	size_t last = bulk->n;
	undo_batch(app);
	for (int i = n - 1; i >= 0; i--) {
		int64_t id = strtoll(PQgetvalue(res, i, 0), NULL, 10);
		if (rows[i]->id) {
			bulk->results[--last] = (struct bulk_result){
			        id, true, xstrdup(_(act_spec(bulk->verb)->done))};
			take_done(app, id, rows[i]);
		} else {
			bulk->results[bulk->failed++] =
			        (struct bulk_result){id, false, failure(app, res, i, id)};
			row_free(rows[i]);
		}
	}
	free(rows);
}

/* Nobody who writes is interrupted: then the counts have to do. */
static void show_results(struct app *app)
{
	const struct bulk *bulk = &app->bulk;
	app_say(app, bulk->failed ? STYLE_ERROR : STYLE_GOOD, _("%s: %zu done, %zu not done"),
	        verb_help(bulk->verb), bulk->n - bulk->failed, bulk->failed);
	if (app_top(app)->ops->request)
		app_push(app, &screen_results, &(struct ask){0});
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct app *app = arg;
	app->bulk.sending = false;
	release_results(&app->bulk);
	if (error) {
		char *why = dberror_text(error);
		app_say(app, STYLE_ERROR, "%s: %s", verb_help(app->bulk.verb), why);
		free(why);
	} else {
		take_results(app, res);
		show_results(app);
		session_badges(&app->session);
		recall_refresh(app);
	}
	app->quit |= app->leaving && !app->acts;
	app_refresh(app);
}

static char *items_json(const struct app *app, const struct mark *v, size_t n)
{
	json_t *items = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(items,
		                      json_pack("{s:I,s:i}", "id", (json_int_t)v[i].id, "version",
		                                act_version(app, v[i].id, v[i].version)));
	char *text = json_dumps(items, JSON_COMPACT);
	json_decref(items);
	return text;
}

static char *args_json(const struct bulk *bulk)
{
	const struct action_spec *spec = act_spec(bulk->verb);
	json_t *args = json_object();
	for (size_t i = 0; i < act_args_n(spec, bulk->args[0] != NULL); i++)
		json_object_set_new(args, spec->args[i].name,
		                    bulk->args[i] ? json_string(bulk->args[i]) : json_null());
	char *text = json_dumps(args, JSON_COMPACT);
	json_decref(args);
	return text;
}

static void send(struct app *app, const struct mark *v, size_t n)
{
	struct bulk *bulk = &app->bulk;
	const struct action_spec *spec = act_spec(bulk->verb);
	char *items = items_json(app, v, n), *args = args_json(bulk);
	const char *params[] = {act_function(spec), items, args};
	bulk->sending = true;
	session_query(&app->session, QUERY_BULK, params, answered, app);
	free(items);
	free(args);
}

static bool busy(struct app *app)
{
	if (app->bulk.sending)
		app_say(app, STYLE_SOON, "%s", _("the last act is still on its way"));
	return app->bulk.sending;
}

void bulk_send(struct app *app, enum verb verb, const struct mark *v, size_t n)
{
	if (busy(app))
		return;
	release_args(&app->bulk);
	app->bulk.verb = verb;
	send(app, v, n);
}

/* What stands in the list is as it is there; what does not, as it was when it was marked. */
static void see_rows(struct app *app)
{
	const struct pages *pages = &app->queue.pages;
	for (size_t i = 0; i < pages->n; i++)
		marks_seen(&app->marks, pages->rows[i]->id, pages->rows[i]->version);
}

static enum next confirmed(struct screen *below, int64_t id, int version)
{
	struct app *app = below->app;
	if (app->marks.n > 0 && session_ready(&app->session) && !busy(app))
		send(app, app->marks.v, app->marks.n);
	return NEXT_PAINT;
}

static size_t count_hidden(const struct app *app)
{
	size_t hidden = 0;
	for (size_t i = 0; i < app->marks.n; i++)
		hidden += !queue_find(&app->queue, app->marks.v[i].id);
	return hidden;
}

static char *question(const struct app *app, enum verb verb)
{
	size_t n = app->marks.n, hidden = count_hidden(app);
	struct buf text = {0};
	buf_addf(&text,
	         ngettext("%s: the %zu marked request", "%s: the %zu marked requests",
	                  (unsigned long)n),
	         verb_help(verb), n);
	if (hidden > 0)
		buf_addf(&text,
		         ngettext(", %zu of them not in this list",
		                  ", %zu of them not in this list", (unsigned long)hidden),
		         hidden);
	buf_addc(&text, '?');
	return buf_steal(&text);
}

void bulk_ask(struct app *app, enum verb verb, const char *first, const char *second)
{
	struct bulk *bulk = &app->bulk;
	if (busy(app))
		return;
	release_args(bulk);
	bulk->verb = verb;
	bulk->args[0] = first ? xstrdup(first) : NULL;
	bulk->args[1] = second ? xstrdup(second) : NULL;
	see_rows(app);
	char *text = question(app, verb);
	app_push(app, &screen_confirm, &(struct ask){.question = text, .yes = confirmed});
	free(text);
}
