/* Asks for how many days more, and why. */
#include "console/prompt/prompts.h"

#include "console/action/ask_argument.h"
#include "console/terminal/term.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

#include <string.h>

static struct screen *ask_days_open(struct ui *ui, const struct ask *ask)
{
	return prompt_act_new(ui, &screen_ask_days, ask);
}

static enum next send(struct screen *s, enum verb verb)
{
	const char *text = prompt_text(s);
	size_t len;
	const char *why;
	char days[8];

	text += strspn(text, " ");
	len = strspn(text, "0123456789");
	why = text + len + strspn(text + len, " ");
	if (len == 0 || len >= sizeof(days) || *why == '\0') {
		ui_say(s->ui, STYLE_ERROR, "%s", _("a number of days, a blank, and why"));
		return NEXT_PAINT;
	}
	snprintf(days, sizeof(days), "%.*s", (int)len, text);
	return prompt_act_send(s, days, why);
}

static const struct action actions[] = {{VERB_CHOOSE, send}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_days = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_days_open,
        .close = prompt_act_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
