/* Asks for the line of text that an act takes: a note, a question, a reason. */
#include "console/prompt/prompts.h"

#include "console/action/action_table.h"
#include "console/action/ask_argument.h"
#include "console/terminal/term.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

#include <string.h>

static struct screen *ask_text_open(struct ui *ui, const struct ask *ask)
{
	return prompt_act_new(ui, &screen_ask_text, ask);
}

static enum next send(struct screen *s, enum verb verb)
{
	const struct prompt_act *p = (const struct prompt_act *)s;
	const char *text = prompt_text(s);
	bool empty = text[strspn(text, " ")] == '\0';

	if (empty && act_spec(p->verb)->args[0].need == REQUIRED) {
		ui_say(s->ui, STYLE_ERROR, "%s", _("there is no text yet"));
		return NEXT_PAINT;
	}
	return prompt_act_send(s, empty ? NULL : text, NULL);
}

static const struct action actions[] = {{VERB_CHOOSE, send}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_text = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_text_open,
        .close = prompt_act_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
