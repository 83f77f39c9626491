#include "console/everywhere.h"

#include "console/app.h"
#include "lib/i18n.h"

static const struct opened {
	enum verb verb;
	const struct screen_ops *ops;
} screens[] = {
        {VERB_QUEUE, &screen_queue},
        {VERB_HELP, &screen_help},
};

static const struct screen_ops *find_screen(enum verb verb)
{
	size_t i = 0;
	while (screens[i].verb != verb)
		i++;
	return screens[i].ops;
}

static struct screen *opened_already(const struct app *app, const struct screen_ops *ops)
{
	for (int i = app->depth - 1; i >= 0; i--)
		if (app->stack[i]->ops == ops)
			return app->stack[i];
	return NULL;
}

/* One that is open already comes to the top, and what was opened over it is closed. */
static enum next open_screen(struct screen *s, enum verb verb)
{
	struct app *app = s->app;
	const struct screen_ops *ops = find_screen(verb);
	const struct row *row = s->ops->request ? s->ops->request(s) : NULL;
	struct screen *there = opened_already(app, ops);
	while (there && app_top(app) != there)
		app_next(app, app_top(app), NEXT_CLOSE);
	if (!there && row)
		app_push(app, ops,
		         &(struct ask){.id = row->id, .version = row->version, .city = row->city});
	else if (!there)
		app_push(app, ops, &(struct ask){0});
	app->dirty = true;
	return NEXT_NOTHING;
}

/* What is on its way is waited for; pressed once more, it is not. */
static enum next quit(struct screen *s, enum verb verb)
{
	struct app *app = s->app;
	if ((!app->acts && !app->bulk.sending) || app->leaving || app->session.down)
		return NEXT_QUIT;
	app->leaving = true;
	app_say(app, STYLE_SOON, "%s", _("waiting for the last answer"));
	return NEXT_PAINT;
}

static enum next reload(struct screen *s, enum verb verb)
{
	app_refresh(s->app);
	return NEXT_PAINT;
}

static enum next back(struct screen *s, enum verb verb)
{
	if (session_cancel(&s->app->session))
		return NEXT_PAINT;
	return s->app->depth > 1 ? NEXT_CLOSE : NEXT_NOTHING;
}

static const struct action everywhere[] = {
        {VERB_QUEUE, open_screen}, {VERB_HELP, open_screen}, {VERB_BACK, back},
        {VERB_RELOAD, reload},     {VERB_QUIT, quit},
};

enum { EVERYWHERE = sizeof(everywhere) / sizeof(*everywhere) };

const struct action *everywhere_find(enum verb verb)
{
	for (size_t i = 0; i < EVERYWHERE; i++)
		if (everywhere[i].verb == verb)
			return &everywhere[i];
	return NULL;
}

enum verb everywhere_at(size_t i)
{
	return i < EVERYWHERE ? everywhere[i].verb : VERB_NONE;
}
