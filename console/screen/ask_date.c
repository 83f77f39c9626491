/* Asks until when a request is snoozed. */
#include "console/screen/screens.h"

#include "console/action/ask_argument.h"
#include "console/data/session.h"
#include "console/terminal/term.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"

static struct screen *ask_date_open(struct ui *ui, const struct ask *ask)
{
	return prompt_act_new(ui, &screen_ask_date, ask);
}

static enum next send(struct screen *s, enum verb verb)
{
	int64_t at;
	char until[WHEN_W3C_SIZE];

	if (!when_parse_typed(prompt_text(s), session_now(s->ui->session), &at)) {
		ui_say(s->ui, STYLE_ERROR, "%s",
		       _("this is no moment; such as tomorrow, 2d, fri, 24.11, 14:00"));
		return NEXT_PAINT;
	}
	when_w3c(at, until);
	return prompt_act_send(s, until, NULL);
}

static const struct action actions[] = {{VERB_CHOOSE, send}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_date = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_date_open,
        .close = prompt_act_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
