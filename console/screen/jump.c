#include "console/app.h"
#include "console/filter/ids.h"
#include "console/ui/prompt.h"
#include "lib/i18n.h"

#include <stdlib.h>
#include <string.h>

/* Goes to a request by its number: in the queue where it is there, otherwise it is opened. */
static struct screen *jump_open(struct app *app, const struct ask *ask)
{
	return prompt_new(app, &screen_jump, _("Number:"), "");
}

static enum next jump(struct screen *s, enum verb verb)
{
	struct app *app = s->app;
	const char *text = prompt_text(s);
	int64_t id = ids_number(text + strspn(text, " #"));
	if (id < 1) {
		app_say(app, STYLE_ERROR, _("'%s' is not the number of a request"), text);
		return NEXT_PAINT;
	}
	app_next(app, s, NEXT_CLOSE);
	if (app_top(app)->ops == &screen_queue && queue_find(&app->queue, id))
		queue_select(&app->queue, id);
	else
		app_push(app, &screen_request, &(struct ask){.id = id, .city = ""});
	app->dirty = true;
	return NEXT_NOTHING;
}

static const struct action actions[] = {{VERB_CHOOSE, jump}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_jump = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = jump_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
