#include "console/acts.h"

#include <inttypes.h>
#include <stdlib.h>

#include "console/app.h"
#include "console/result.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

/* What is asked before an act is sent. */
enum asks { ASKS_NOTHING, ASKS_CONFIRMATION, ASKS_SCREEN };

static const struct spec {
	enum verb verb;
	enum query query;
	enum asks asks;
	const struct screen_ops *screen;
	bool offline;     /* can begin without a connection */
	bool moves_on;    /* the operator is through with the request and goes to the next */
	const char *name; /* the database's, where it is another */
	const char *done; /* what is said then, behind the number */
} specs[] = {
        {.verb = VERB_ACCEPT, .query = QUERY_ACCEPT, .moves_on = true, .done = N_("accepted")},
        {.verb = VERB_REJECT,
         .query = QUERY_REJECT,
         .asks = ASKS_SCREEN,
         .screen = &screen_reasons,
         .moves_on = true,
         .done = N_("rejected")},
        {.verb = VERB_REFER,
         .query = QUERY_REFER,
         .asks = ASKS_SCREEN,
         .screen = &screen_units,
         .moves_on = true,
         .done = N_("referred")},
        {.verb = VERB_WRITE,
         .asks = ASKS_SCREEN,
         .screen = &screen_compose,
         .offline = true,
         .name = "draft"},
        {.verb = VERB_SUBMIT, .query = QUERY_SUBMIT, .done = N_("submitted for approval")},
        {.verb = VERB_APPROVE, .query = QUERY_APPROVE, .done = N_("the answer is approved")},
        {.verb = VERB_PUBLISH,
         .query = QUERY_PUBLISH,
         .asks = ASKS_CONFIRMATION,
         .moves_on = true,
         .done = N_("the answer is published")},
};
enum { SPECS = sizeof(specs) / sizeof(*specs) };

struct act {
	struct app *app;
	const struct spec *spec;
	int64_t id;
	int version;
	char *code, *note;
	bool sent; /* otherwise it waits for the answer to an earlier act on the same request */
	struct act *next;
};

/* NULL where verb is no act. */
static const struct spec *find_spec(enum verb verb)
{
	for (size_t i = 0; i < SPECS; i++)
		if (specs[i].verb == verb)
			return &specs[i];
	return NULL;
}

enum verb act_at(size_t i)
{
	return i < SPECS ? specs[i].verb : VERB_NONE;
}

bool act_is(enum verb verb)
{
	return find_spec(verb) != NULL;
}

const char *act_name(enum verb verb)
{
	const struct spec *spec = find_spec(verb);
	return spec && spec->name ? spec->name : verb_name(verb);
}

static struct act *find_act(const struct app *app, int64_t id)
{
	struct act *act = app->acts;
	while (act && act->id != id)
		act = act->next;
	return act;
}

bool act_pending(const struct app *app, int64_t id)
{
	return find_act(app, id) != NULL;
}

static void add_act(struct act *act)
{
	struct act **link = &act->app->acts;
	while (*link)
		link = &(*link)->next;
	*link = act;
}

static void remove_act(struct act *act)
{
	struct act **link = &act->app->acts;
	while (*link != act)
		link = &(*link)->next;
	*link = act->next;
	free(act->code);
	free(act->note);
	free(act);
}

/* The version that the operator's own acts have made of the one that was on the screen when a key
 * was pressed: keys may be faster than the database. */
static int own_version(const struct app *app, int64_t id, int version)
{
	for (int i = 0; i < OWN_CHANGES; i++) {
		const struct own_change *own = &app->own[(app->own_n + (unsigned)i) % OWN_CHANGES];
		if (own->id == id && own->before == version)
			version = own->after;
	}
	return version;
}

static void answered(void *arg, const PGresult *res, const struct db_error *error);

static void transmit(struct act *act)
{
	char number[24], seen[16];
	act->sent = true;
	act->version = own_version(act->app, act->id, act->version);
	snprintf(number, sizeof(number), "%" PRId64, act->id);
	snprintf(seen, sizeof(seen), "%d", act->version);
	const char *params[QUERY_PARAMS_MAX] = {number, seen, act->code, act->note};
	session_query(&act->app->session, act->spec->query, params, answered, act);
}

static void succeeded(struct act *act, struct row *row)
{
	struct app *app = act->app;
	app->own[app->own_n++ % OWN_CHANGES] =
	        (struct own_change){act->id, act->version, row->version};
	app_say(app, STYLE_GOOD, "%lld: %s", (long long)act->id, _(act->spec->done));
	app_changed(app, row, act->spec->moves_on);
	session_badges(&app->session);
}

static void failed(struct act *act, const struct db_error *error)
{
	struct app *app = act->app;
	char *why = dberror_text(error);
	if (dberror_is_offline(error))
		app_say(app, STYLE_ERROR,
		        _("%lld: the connection was lost; look at it again when it is back"),
		        (long long)act->id);
	else
		app_say(app, STYLE_ERROR, "%lld: %s", (long long)act->id, why);
	free(why);
	if (dberror_is_conflict(error))
		app_refresh(app);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct act *act = arg;
	struct app *app = act->app;
	int64_t id = act->id;
	if (error) {
		failed(act, error);
	} else if (PQntuples(res) == 1) {
		struct row **rows = result_rows(res);
		succeeded(act, rows[0]);
		free(rows);
	}
	remove_act(act);
	struct act *next = find_act(app, id);
	if (next && !error)
		transmit(next);
	for (; next && error; next = find_act(app, id))
		remove_act(next);
	app->quit |= app->leaving && !app->acts;
}

static char *copy(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

void act_send(struct app *app, enum verb verb, int64_t id, int version, const char *code,
              const char *note)
{
	const struct spec *spec = find_spec(verb);
	if (!session_ready(&app->session))
		return;
	bool first = !act_pending(app, id);
	struct act *act = xcalloc(1, sizeof(*act));
	*act = (struct act){app, spec, id, version, copy(code), copy(note), false, NULL};
	add_act(act);
	if (first)
		transmit(act);
	const struct row *selected = queue_selected(&app->queue);
	if (spec->moves_on && selected && selected->id == id)
		queue_move(&app->queue, 1);
	app->dirty = true;
}

static enum next publish(struct screen *below, int64_t id, int version)
{
	act_send(below->app, VERB_PUBLISH, id, version, NULL, NULL);
	return NEXT_PAINT;
}

enum next act_begin(struct screen *s, const struct row *row, enum verb verb)
{
	const struct spec *spec = find_spec(verb);
	struct app *app = s->app;
	if (!row || (!spec->offline && !session_ready(&app->session)))
		return NEXT_PAINT;
	struct ask ask = {.id = row->id, .version = row->version, .city = row->city};
	if (spec->asks == ASKS_SCREEN) {
		app_push(app, spec->screen, &ask);
	} else if (spec->asks == ASKS_CONFIRMATION) {
		char *question = xasprintf(_("Publish the answer to %lld?"), (long long)row->id);
		ask.question = question;
		ask.yes = publish;
		app_push(app, &screen_confirm, &ask);
		free(question);
	} else {
		act_send(app, verb, row->id, row->version, NULL, NULL);
	}
	return NEXT_PAINT;
}
