/* The table of what works on every screen: opening other screens, going back, reading anew,
 * quitting. */
#include "console/action/global_actions.h"

#include "console/action/browse.h"
#include "console/action/send.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/filter/filter.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

static const struct opened {
	enum verb verb;
	enum screen_id screen;
	bool anew; /* it is another one for each request: one that is open already is closed */
	bool bare; /* it is for no request */
} screens[] = {
        {.verb = VERB_QUEUE, .screen = SCREEN_QUEUE},
        {.verb = VERB_HELP, .screen = SCREEN_HELP},
        {.verb = VERB_MAP, .screen = SCREEN_MAP, .anew = true},
        {.verb = VERB_STATISTICS, .screen = SCREEN_STATISTICS},
        {.verb = VERB_OUTBOX, .screen = SCREEN_OUTBOX},
        {.verb = VERB_HISTORY, .screen = SCREEN_HISTORY, .anew = true},
        {.verb = VERB_VIEWS, .screen = SCREEN_VIEWS},
        {.verb = VERB_VIEW_SAVE, .screen = SCREEN_SAVE_VIEW},
        {.verb = VERB_PALETTE, .screen = SCREEN_PALETTE},
        {.verb = VERB_JUMP, .screen = SCREEN_JUMP},
        {.verb = VERB_CITY_MAP, .screen = SCREEN_MAP, .anew = true, .bare = true},
        {.verb = VERB_MESSAGES, .screen = SCREEN_MESSAGES},
        {.verb = VERB_GUIDANCE, .screen = SCREEN_GUIDANCE},
        {.verb = VERB_DEEDS, .screen = SCREEN_DEEDS},
        {.verb = VERB_DUTY, .screen = SCREEN_DUTY},
        {.verb = VERB_WORK, .screen = SCREEN_WORK},
        {.verb = VERB_REGISTER, .screen = SCREEN_REGISTER},
        {.verb = VERB_INSTITUTIONS, .screen = SCREEN_INSTITUTIONS},
        {.verb = VERB_INSPECTIONS, .screen = SCREEN_INSPECTIONS},
        {.verb = VERB_ORDER_STATISTICS, .screen = SCREEN_ORDER_STATISTICS},
};

static const struct opened *find_screen(enum verb verb)
{
	size_t i = 0;

	while (screens[i].verb != verb)
		i++;
	return &screens[i];
}

/* One that is open already comes to the top, and what was opened over it is closed. */
static enum next open_screen(struct screen *s, enum verb verb)
{
	struct ui *ui = s->ui;
	const struct opened *opened = find_screen(verb);
	const struct row *row = s->ops->request && !opened->bare ? s->ops->request(s) : NULL;
	struct screen *there = ui_find(ui, opened->screen);
	char *city = row ? xstrdup(row->city) : NULL;
	struct ask ask = {.id = row ? row->id : 0, .version = row ? row->version : 0, .city = city};

	while (there && ui_top(ui) != there)
		ui_next(ui, ui_top(ui), NEXT_CLOSE);
	if (there && opened->anew)
		ui_next(ui, there, NEXT_CLOSE);
	if (!there || opened->anew)
		ui_push(ui, opened->screen, &ask);
	free(city);
	ui->dirty = true;
	return NEXT_NOTHING;
}

/* What is on its way is waited for; pressed once more, it is not. */
static enum next leave(struct screen *s, int64_t id, int version)
{
	struct console *console = s->console;

	if (!acts_running(console) || console->acts->leaving || console->ui->session->down)
		return NEXT_QUIT;
	console->acts->leaving = true;
	ui_say(console->ui, STYLE_SOON, "%s", _("waiting for the last answer"));
	return NEXT_PAINT;
}

static enum next quit(struct screen *s, enum verb verb)
{
	char *question = s->ui->hooks->loses(s->ui);

	if (!question)
		return leave(s, 0, 0);
	ui_push(s->ui, SCREEN_CONFIRM, &(struct ask){.question = question, .yes = leave});
	free(question);
	return NEXT_PAINT;
}

/* The queue of what the operator's unit has. */
static enum next referred(struct screen *s, enum verb verb)
{
	char *said = filter_said(&filter_requests, "unit:me");

	free(queue_filter(s->console->queue, said));
	free(said);
	return open_screen(s, VERB_QUEUE);
}

/* Of the request that s is at. */
static enum next say_defect(struct screen *s, enum verb verb)
{
	const struct row *row = s->ops->request ? s->ops->request(s) : NULL;

	if (row)
		ui_push(s->ui, SCREEN_CHOOSE_DEFECT,
		        &(struct ask){.verb = verb, .id = row->id, .city = row->city});
	else
		ui_say(s->ui, STYLE_ERROR, "%s", _("there is no request here"));
	return NEXT_PAINT;
}

static enum next reload(struct screen *s, enum verb verb)
{
	queue_seen(s->console->queue);
	ui_refresh(s->ui);
	return NEXT_PAINT;
}

static enum next back(struct screen *s, enum verb verb)
{
	if (session_cancel(s->ui->session))
		return NEXT_PAINT;
	return s->ui->depth > 1 ? NEXT_CLOSE : NEXT_NOTHING;
}

static const struct action global_actions[] = {
        {VERB_QUEUE, open_screen},
        {VERB_MAP, open_screen},
        {VERB_STATISTICS, open_screen},
        {VERB_OUTBOX, open_screen},
        {VERB_HISTORY, open_screen},
        {VERB_CITY_MAP, open_screen},
        {VERB_MESSAGES, open_screen},
        {VERB_GUIDANCE, open_screen},
        {VERB_HELP, open_screen},
        {VERB_BACK, back},
        {VERB_RELOAD, reload},
        {VERB_QUIT, quit},
        {VERB_BROWSE, browse},
        {VERB_BROWSE_MAP, browse},
        {VERB_PHOTO, browse},
        {VERB_VIEWS, open_screen},
        {VERB_VIEW_SAVE, open_screen},
        {VERB_JUMP, open_screen},
        {VERB_PALETTE, open_screen},
        {VERB_DEEDS, open_screen},
        {VERB_DUTY, open_screen},
        {VERB_WORK, open_screen},
        {VERB_REGISTER, open_screen},
        {VERB_REFERRED, referred},
        {VERB_DEFECT, say_defect},
        {VERB_INSTITUTIONS, open_screen},
        {VERB_INSPECTIONS, open_screen},
        {VERB_ORDER_STATISTICS, open_screen},
};

enum { GLOBAL_ACTIONS = sizeof(global_actions) / sizeof(*global_actions) };

const struct action *global_actions_find(enum verb verb)
{
	for (size_t i = 0; i < GLOBAL_ACTIONS; i++)
		if (global_actions[i].verb == verb)
			return &global_actions[i];
	return NULL;
}

enum verb global_actions_at(size_t i)
{
	return i < GLOBAL_ACTIONS ? global_actions[i].verb : VERB_NONE;
}
