/* The filter of the queue, or of the register where that is shown, under a name; one of that name
 * is replaced. */
#include "console/prompt/prompts.h"

#include "console/data/statements.h"
#include "console/order/register.h"
#include "console/queue/queue.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"

#include <jansson.h>

static struct screen *save_view_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_save_view, _("Name of the view:"), "");
}

/* Without a number: that is one request and no view. */
static char *filter_of(const struct queue *q)
{
	json_t *root = json_loads(q->json, 0, NULL);
	char *json;

	json_object_del(root, "id");
	json = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	return json;
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	ui_say_saved(s, error, _("the view is saved"));
}

static enum next save(struct screen *s, enum verb verb)
{
	struct db_params params = {0};
	const struct screen *below = ui_below(s->ui, s);
	bool orders = below == ui_find(s->ui, SCREEN_REGISTER);

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	db_params_text(&params, prompt_text(s));
	db_params_own(&params,
	              orders ? xstrdup(s->console->orders->json) : filter_of(s->console->queue));
	db_params_text(&params, NULL);
	db_params_text(&params, orders ? "orders" : "requests");
	ui_ask(s, QUERY_VIEW_SAVE, params.text, saved);
	db_params_release(&params);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, save}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_save_view = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = save_view_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
