/* The days on which an officer is away; who stands in is chosen next. */
#include "console/prompt/prompts.h"

#include "console/data/session.h"
#include "console/terminal/term.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

static struct screen *ask_away_open(struct ui *ui, const struct ask *ask)
{
	return prompt_new(ui, &screen_ask_away, _("Away until (fri, 5d, 24.12-31.12):"), "");
}

/* The screen below gets the days as '2026-12-24/2026-12-31'. */
static enum next choose(struct screen *s, enum verb verb)
{
	char first[WHEN_DATE_SIZE], last[WHEN_DATE_SIZE];
	struct ui *ui = s->ui;
	char *days;

	if (!when_parse_days(prompt_text(s), session_now(ui->session), first, last)) {
		ui_say(ui, STYLE_ERROR, "%s",
		       _("these are no days; such as today, fri, 5d, 24.12, 24.12-31.12"));
		return NEXT_PAINT;
	}
	days = xasprintf("%s/%s", first, last);
	ui_next(ui, s, NEXT_CLOSE);
	ui_push(ui, SCREEN_CHOOSE_DEPUTY, &(struct ask){.question = days});
	free(days);
	return NEXT_NOTHING;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, PROMPT_ACTIONS, {VERB_NONE, NULL}};

const struct screen_ops screen_ask_away = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = prompt_hints,
        .open = ask_away_open,
        .close = prompt_close,
        .paint = prompt_paint,
        .cursor = prompt_cursor,
        .key = prompt_key,
};
