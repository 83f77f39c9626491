#include <stdlib.h>

#include "console/app.h"
#include "console/prompt.h"
#include "lib/xmalloc.h"

static struct screen *filter_open(struct app *app, const struct ask *ask)
{
	return prompt_new(app, &screen_filter, _("Filter:"), app->queue.filter);
}

static enum next apply(struct screen *s, enum verb verb)
{
	char *complaint = queue_filter(&s->app->queue, prompt_text(s));
	if (complaint) {
		app_say(s->app, STYLE_ERROR, "%s", complaint);
		free(complaint);
		return NEXT_PAINT;
	}
	session_badges(&s->app->session);
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, apply}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_filter = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = filter_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
