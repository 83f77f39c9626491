/* Chooses the reason for which requests are rejected. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "lib/db/db_params.h"

static struct screen *choose_reason_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_reason, ask);

	struct db_params params = {0};

	db_params_id(&params, ask->id);
	ui_ask(&p->screen, QUERY_REASONS, params.text, picker_fill);
	return &p->screen;
}

const struct screen_ops screen_choose_reason = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = picker_actions,
        .hints = picker_hints,
        .open = choose_reason_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
