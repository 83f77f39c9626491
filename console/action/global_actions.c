#include "console/action/global_actions.h"

#include "console/action/browse.h"
#include "console/app.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <stdlib.h>

static const struct opened {
	enum verb verb;
	const struct screen_ops *ops;
	bool anew; /* it is another one for each request: one that is open already is closed */
	bool bare; /* it is for no request */
} screens[] = {
        {.verb = VERB_QUEUE, .ops = &screen_queue},
        {.verb = VERB_HELP, .ops = &screen_help},
        {.verb = VERB_MAP, .ops = &screen_map, .anew = true},
        {.verb = VERB_STATISTICS, .ops = &screen_statistics},
        {.verb = VERB_OUTBOX, .ops = &screen_outbox},
        {.verb = VERB_HISTORY, .ops = &screen_history, .anew = true},
        {.verb = VERB_VIEWS, .ops = &screen_views},
        {.verb = VERB_VIEW_SAVE, .ops = &screen_view_save},
        {.verb = VERB_PALETTE, .ops = &screen_palette},
        {.verb = VERB_JUMP, .ops = &screen_jump},
        {.verb = VERB_CITY_MAP, .ops = &screen_map, .anew = true, .bare = true},
        {.verb = VERB_MESSAGES, .ops = &screen_messages},
        {.verb = VERB_GUIDANCE, .ops = &screen_guidance},
};

static const struct opened *find_screen(enum verb verb)
{
	size_t i = 0;
	while (screens[i].verb != verb)
		i++;
	return &screens[i];
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
	const struct opened *opened = find_screen(verb);
	const struct row *row = s->ops->request && !opened->bare ? s->ops->request(s) : NULL;
	struct screen *there = opened_already(app, opened->ops);
	char *city = row ? xstrdup(row->city) : NULL;
	struct ask ask = {.id = row ? row->id : 0, .version = row ? row->version : 0, .city = city};
	while (there && app_top(app) != there)
		app_next(app, app_top(app), NEXT_CLOSE);
	if (there && opened->anew)
		app_next(app, there, NEXT_CLOSE);
	if (!there || opened->anew)
		app_push(app, opened->ops, &ask);
	free(city);
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
	queue_seen(&s->app->queue);
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
        {VERB_QUEUE, open_screen},      {VERB_MAP, open_screen},
        {VERB_STATISTICS, open_screen}, {VERB_OUTBOX, open_screen},
        {VERB_HISTORY, open_screen},    {VERB_CITY_MAP, open_screen},
        {VERB_MESSAGES, open_screen},   {VERB_GUIDANCE, open_screen},
        {VERB_HELP, open_screen},       {VERB_BACK, back},
        {VERB_RELOAD, reload},          {VERB_QUIT, quit},
        {VERB_BROWSE, browse},          {VERB_BROWSE_MAP, browse},
        {VERB_PHOTO, browse},           {VERB_VIEWS, open_screen},
        {VERB_VIEW_SAVE, open_screen},  {VERB_JUMP, open_screen},
        {VERB_PALETTE, open_screen},
};

enum { EVERYWHERE = sizeof(everywhere) / sizeof(*everywhere) };

const struct action *global_actions_find(enum verb verb)
{
	for (size_t i = 0; i < EVERYWHERE; i++)
		if (everywhere[i].verb == verb)
			return &everywhere[i];
	return NULL;
}

enum verb global_actions_at(size_t i)
{
	return i < EVERYWHERE ? everywhere[i].verb : VERB_NONE;
}
