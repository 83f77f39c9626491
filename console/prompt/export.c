/* Writes what the register finds into a file: as CSV, or as lines of JSON where its name ends in
 * .json. */
#include "console/prompt/prompts.h"

#include "console/order/order_export.h"
#include "console/ui/ask.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

static struct screen *export_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_export, _("Write the register to the file (.csv, .json):"),
	                  "orders.csv");
}

static enum next choose(struct screen *s, enum verb verb)
{
	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	prompt_remember(s);
	return order_export(s->console, prompt_text(s)) ? NEXT_CLOSE : NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_export = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = export_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
