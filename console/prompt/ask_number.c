/* The number of a request that is not among the similar ones; the screen below shows these. */
#include "console/prompt/prompts.h"

#include "console/filter/ids.h"
#include "console/request/similar.h"
#include "console/terminal/term.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

static struct screen *ask_number_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_ask_number, _("Number:"), "");
}

static enum next look_up(struct screen *s, enum verb verb)
{
	int64_t id = ids_number(ids_skip_sign(prompt_text(s)));

	if (id < 1) {
		ui_say(s->ui, STYLE_ERROR, _("no number of a request: %s"), prompt_text(s));
		return NEXT_PAINT;
	}
	similar_add(similar_of(ui_below(s->ui, s)), id);
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, look_up}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_number = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_number_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
