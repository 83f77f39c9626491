#include "console/app.h"
#include "console/ui/picker.h"

static struct screen *reasons_open(struct app *app, const struct ask *ask)
{
	struct picker *p = picker_new(app, &screen_reasons, ask, VERB_REJECT, _("reject, because"));
	session_ask(&p->screen, QUERY_REASONS, NULL, picker_fill);
	return &p->screen;
}

const struct screen_ops screen_reasons = {
        .context = CONTEXT_PICKER,
        .list = PICKER_LIST,
        .overlay = true,
        .actions = picker_actions,
        .hints = picker_hints,
        .open = reasons_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
