#include "console/app.h"

#include "console/action/actions.h"
#include "console/action/global_actions.h"
#include "console/ui/frame.h"
#include "console/ui/key_hints.h"
#include "lib/i18n.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <stdarg.h>
#include <stdlib.h>

enum { SAVE_PAUSE = 2000 }; /* ms from a key to the disk */

struct screen *app_top(const struct app *app)
{
	return app->stack[app->depth - 1];
}

static int index_of(const struct app *app, const struct screen *s)
{
	int i = app->depth - 1;
	while (i >= 0 && app->stack[i] != s)
		i--;
	return i;
}

struct screen *app_below(const struct app *app, const struct screen *s)
{
	int i = index_of(app, s);
	return i > 0 ? app->stack[i - 1] : NULL;
}

void screen_init(struct screen *s, struct app *app, const struct screen_ops *ops)
{
	s->ops = ops;
	s->app = app;
	s->serial = ++app->serials;
}

void app_push(struct app *app, const struct screen_ops *ops, const struct ask *ask)
{
	if (app->depth == SCREENS_MAX)
		return;
	struct screen *s = ops->open(app, ask);
	app->stack[app->depth++] = s;
	app->dirty = true;
}

static void close_screen(struct app *app, struct screen *s)
{
	int i = index_of(app, s);
	if (i < 0)
		return;
	for (app->depth--; i < app->depth; i++)
		app->stack[i] = app->stack[i + 1];
	s->ops->close(s);
	app->dirty = true;
}

void app_next(struct app *app, struct screen *s, enum next next)
{
	switch (next) {
	case NEXT_NOTHING:
		break;
	case NEXT_PAINT:
		app->dirty = true;
		break;
	case NEXT_CLOSE:
		close_screen(app, s);
		break;
	case NEXT_QUIT:
		app->quit = true;
		break;
	}
}

static const struct action *find_action(const struct screen *s, enum verb verb)
{
	for (const struct action *a = s->ops->actions; a->verb; a++)
		if (a->verb == verb)
			return a;
	return NULL;
}

static bool is_act(const struct screen *s, enum verb verb)
{
	return s->ops->request && act_is(verb);
}

bool app_has(const struct screen *s, enum verb verb)
{
	return find_action(s, verb) || is_act(s, verb) || global_actions_find(verb);
}

const char *app_refuses(const struct screen *s, enum verb verb)
{
	bool own = find_action(s, verb) || is_act(s, verb);
	return own && s->ops->refuses ? s->ops->refuses(s, verb) : NULL;
}

void app_verb(struct app *app, struct screen *s, enum verb verb)
{
	const struct action *action = find_action(s, verb);
	const char *why = app_refuses(s, verb);
	if (why)
		app_say(app, STYLE_ERROR, "%s: %s", verb_help(verb), why);
	else if (!action && is_act(s, verb))
		app_next(app, s, act_begin(s, s->ops->request(s), verb));
	else if (action || (action = global_actions_find(verb)))
		app_next(app, s, action->run(s, verb));
}

/* Esc gives up a sequence. */
static void say_unbound(struct app *app, struct key_sequence keys, keycode k)
{
	char name[SEQUENCE_NAME_SIZE];
	keys.k[keys.n++] = k;
	key_sequence_print(&keys, name);
	if (k != KEYS_ESC)
		app_say(app, STYLE_ERROR, _("'%s' does nothing here"), name);
}

/* A click takes the cursor of a list to that row; one on the row does what Enter does. */
static void click(struct app *app, struct screen *s)
{
	int y = 0, x = 0, line = term_clicked_line();
	enum verb here = find_action(s, VERB_CHOOSE) ? VERB_CHOOSE : VERB_OPEN;
	bool list = find_action(s, VERB_DOWN) && find_action(s, here);
	if (!list || context_is_text(s->ops->context) || line < FRAME_TOP ||
	    line >= term_lines() - FRAME_BOTTOM)
		return;
	s->ops->cursor(s, &y, &x);
	if (line == y)
		app_verb(app, s, here);
	for (; y < line; y++)
		app_verb(app, s, VERB_DOWN);
	for (; y > line; y--)
		app_verb(app, s, VERB_UP);
}

void app_key(struct app *app, keycode k)
{
	struct screen *top = app_top(app);
	if (app->message) {
		free(app->message);
		app->message = NULL;
		app->dirty = true;
	}
	if (k == KEYS_CLICK) {
		click(app, top);
		return;
	}
	struct key_sequence typed = app->typed;
	enum verb verb = keymap_next(&app->keymap, top->ops->context, &app->typed, k);
	app->dirty |= typed.n > 0 || app->typed.n > 0;
	if (verb != VERB_NONE)
		app_verb(app, top, verb);
	else if (typed.n > 0 && app->typed.n == 0)
		say_unbound(app, typed, k);
	else if (app->typed.n == 0 && top->ops->key)
		app_next(app, top, top->ops->key(top, k));
}

void app_say(struct app *app, enum style style, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	char *text = xvasprintf(fmt, ap);
	va_end(ap);
	free(app->message);
	app->message = text;
	app->message_style = style;
	app->dirty = true;
}

void app_changed(struct app *app, struct row *row, bool moved_on)
{
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->changed)
			app->stack[i]->ops->changed(app->stack[i], row, moved_on);
	pages_replace(&app->queue.pages, row);
	app->dirty = true;
}

void app_refresh(struct app *app)
{
	session_badges(&app->session);
	queue_refresh(&app->queue);
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->refresh)
			app->stack[i]->ops->refresh(app->stack[i]);
}

void app_save(struct app *app)
{
	app->save_at = 0;
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->save)
			app->stack[i]->ops->save(app->stack[i]);
}

void app_save_soon(struct app *app)
{
	if (!app->save_at)
		app->save_at = when_ticks() + SAVE_PAUSE;
}

void app_wake_in(struct app *app, int ms)
{
	int64_t at = when_ticks() + ms;
	if (!app->wake_at || at < app->wake_at)
		app->wake_at = at;
}

void app_wake(struct app *app)
{
	if (!app->wake_at || when_ticks() < app->wake_at)
		return;
	app->wake_at = 0;
	presence_tick(app);
	int countdown = recall_tick(app);
	if (countdown >= 0)
		app_wake_in(app, countdown);
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->wake)
			app->stack[i]->ops->wake(app->stack[i]);
}

void app_resize(struct app *app)
{
	term_resize();
	for (int i = 0; i < app->depth; i++)
		if (app->stack[i]->ops->resize)
			app->stack[i]->ops->resize(app->stack[i]);
	app->dirty = true;
}

static void paint_too_small(void)
{
	term_text(0, 0, -1, STYLE_PLAIN, _("the terminal is too small"));
	char *wanted = xasprintf(_("%d columns and %d lines are needed"), MIN_COLUMNS, MIN_LINES);
	term_text(1, 0, -1, STYLE_PLAIN, wanted);
	free(wanted);
	term_show(0, 0);
}

void app_paint(struct app *app)
{
	app->dirty = false;
	presence_follow(app);
	term_erase();
	if (term_columns() < MIN_COLUMNS || term_lines() < MIN_LINES) {
		paint_too_small();
		return;
	}
	int first = app->depth - 1;
	while (first > 0 && app->stack[first]->ops->overlay)
		first--;
	for (int i = first; i < app->depth; i++)
		app->stack[i]->ops->paint(app->stack[i]);
	const struct screen *top = app_top(app);
	frame_bottom(app, top);
	if (app->typed.n > 0)
		hints_paint(app, top);
	int y = 0, x = 0;
	top->ops->cursor(top, &y, &x);
	term_show(y, x);
}

void app_release(struct app *app)
{
	app_save(app);
	presence_leave(app);
	while (app->depth > 0)
		close_screen(app, app_top(app));
	session_close(&app->session);
	queue_release(&app->queue);
	catalogue_release(&app->catalogue);
	preview_release(&app->preview);
	recent_release(&app->recent);
	recall_release(&app->recall);
	marks_clear(&app->marks);
	bulk_release(&app->bulk);
	presence_release(&app->presence);
	keymap_release(&app->keymap);
	settings_release(&app->settings);
	free(app->message);
}
