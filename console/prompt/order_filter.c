/* Asks what the register of orders shows. */
#include "console/prompt/prompts.h"

#include "console/order/register.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

#include <stdlib.h>

static struct screen *order_filter_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_order_filter, _("Orders:"), ask->question);
}

/* The list below reads anew what the other filter finds. */
static enum next choose(struct screen *s, enum verb verb)
{
	struct screen *below = ui_below(s->ui, s);
	char *complaint = orders_filter(s->console->orders, prompt_text(s));

	if (complaint) {
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
		free(complaint);
		return NEXT_PAINT;
	}
	prompt_remember(s);
	below->ops->refresh(below);
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_order_filter = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = order_filter_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
