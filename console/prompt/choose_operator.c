/* Chooses the operator to whom requests are given. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/queue/marks.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"

static struct screen *choose_operator_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_operator, ask);
	int64_t request = ask->id ? ask->id : ui->console->marks->v[0].id;

	p->bare = true;
	ui_ask_id(&p->screen, QUERY_WORKERS, request, picker_fill);
	return &p->screen;
}

const struct screen_ops screen_choose_operator = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = picker_bare_actions,
        .hints = picker_bare_hints,
        .open = choose_operator_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
