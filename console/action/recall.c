#include "console/action/recall.h"

#include "console/action/actions.h"
#include "console/app.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <stdlib.h>

enum { SECOND = 1000, MINUTE = 60 };

void recall_release(struct recall *recall)
{
	free(recall->v);
	*recall = (struct recall){0};
}

static int64_t number(const PGresult *res, int line, int column)
{
	return strtoll(PQgetvalue(res, line, column), NULL, 10);
}

static void taken(void *arg, const PGresult *res, const struct db_error *error)
{
	struct app *app = arg;
	if (error)
		return; /* whoever may not recall has nothing to recall */
	int n = PQntuples(res);
	recall_release(&app->recall);
	app->recall.v = xcalloc((size_t)n + 1, sizeof(*app->recall.v));
	app->recall.n = (size_t)n;
	for (int i = 0; i < n; i++)
		app->recall.v[i] = (struct recallable){number(res, i, 0), (int)number(res, i, 1),
		                                       number(res, i, 2)};
	app->dirty = true;
	app_wake_in(app, 0);
}

void recall_refresh(struct app *app)
{
	session_query(&app->session, QUERY_RECALLABLE, NULL, taken, app);
}

static const struct recallable *find(const struct recall *recall, int64_t id)
{
	for (size_t i = 0; i < recall->n; i++)
		if (recall->v[i].id == id)
			return &recall->v[i];
	return NULL;
}

enum next recall_begin(struct screen *s, const struct row *row)
{
	struct app *app = s->app;
	const struct recallable *wanted = row ? find(&app->recall, row->id) : NULL;
	if (!wanted && app->recall.n > 0)
		wanted = &app->recall.v[0];
	if (wanted) {
		act_send(app, VERB_RECALL, wanted->id, wanted->version, NULL, NULL);
		queue_want(&app->queue, wanted->id);
	} else if (row) {
		act_send(app, VERB_RECALL, row->id, row->version, NULL, NULL);
	}
	return NEXT_PAINT;
}

static const struct recallable *shown(const struct app *app)
{
	const struct recall *recall = &app->recall;
	return recall->n > 0 ? &recall->v[0] : NULL;
}

char *recall_text(const struct app *app)
{
	const struct recallable *last = shown(app);
	if (!last)
		return NULL;
	long long left = last->until - session_now(&app->session);
	if (left < 0)
		left = 0;
	char *keys = keymap_keys(&app->keymap, CONTEXT_ANY, VERB_RECALL, 1, "/");
	char *more = app->recall.n > 1 ? xasprintf(" +%zu", app->recall.n - 1) : xstrdup("");
	char *text = xasprintf(_("%lld leaves in %lld:%02lld%s · %s %s"), (long long)last->id,
	                       left / MINUTE, left % MINUTE, more, keys, verb_help(VERB_RECALL));
	free(more);
	free(keys);
	return text;
}

int recall_tick(struct app *app)
{
	struct recall *recall = &app->recall;
	int64_t now = session_now(&app->session);
	size_t kept = 0;
	if (recall->n == 0)
		return -1;
	for (size_t i = 0; i < recall->n; i++)
		if (recall->v[i].until >= now)
			recall->v[kept++] = recall->v[i];
	recall->n = kept;
	app->dirty = true;
	return SECOND;
}
