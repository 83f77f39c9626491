/* Asks for the note beside a choice. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"

/* ask->question is the note so far; the screen below is a picker. */
static struct screen *ask_note_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_ask_note, _("Note:"), ask->question);
}

static enum next keep(struct screen *s, enum verb verb)
{
	prompt_remember(s);
	picker_note(picker_of(ui_below(s->ui, s)), prompt_text(s));
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, keep}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_note = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_note_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
