/* One more line of an officer's office hours. */
#include "console/prompt/prompts.h"

#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

static struct screen *ask_hours_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_ask_hours,
	                  _("Day, hours, place (tue 17:00-19:00 and the place):"), "");
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	ui_say_saved(s, error, _("office hours added"));
}

static enum next save(struct screen *s, enum verb verb)
{
	if (*prompt_text(s) && ui_ready(s->ui))
		ui_ask(s, QUERY_HOURS_ADD, (const char *const[]){prompt_text(s)}, saved);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, save}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_hours = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_hours_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
