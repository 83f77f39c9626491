#include "console/app.h"
#include "console/ui/prompt.h"
#include "lib/dberror.h"
#include "lib/i18n.h"

#include <jansson.h>
#include <stdlib.h>

/* The queue's filter under a name; one of that name is replaced. */
static struct screen *save_open(struct app *app, const struct ask *ask)
{
	return prompt_new(app, &screen_view_save, _("Name of the view:"), "");
}

/* Without a number: that is one request and no view. */
static char *filter_of(const struct queue *q)
{
	json_t *root = json_loads(q->json, 0, NULL);
	json_object_del(root, "id");
	char *json = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	return json;
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct app *app = s->app;
	if (error) {
		char *why = dberror_text(error);
		app_say(app, STYLE_ERROR, "%s", why);
		free(why);
		return;
	}
	app_next(app, s, NEXT_CLOSE);
	app_say(app, STYLE_GOOD, "%s", _("the view is saved"));
	app_refresh(app);
}

static enum next save(struct screen *s, enum verb verb)
{
	if (!session_ready(&s->app->session))
		return NEXT_PAINT;
	char *json = filter_of(&s->app->queue);
	const char *params[] = {prompt_text(s), json, NULL};
	session_ask(s, QUERY_VIEW_SAVE, params, saved);
	free(json);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, save}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_view_save = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = save_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
