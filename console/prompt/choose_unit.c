/* Chooses the unit that requests are referred to; the database suggests one. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/request/request_detail.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"

#include <stdlib.h>

/* The suggestion is asked for first, so that the list never changes under the cursor. */
static void suggest(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct detail d = {0};

	if (detail_take(&d, res, error)) {
		char *code = detail_text(json_object_get(d.json, "suggested_unit"), "code");
		picker_suggest(picker_of(s), code);
		free(code);
		s->ui->dirty = true;
	}
	detail_release(&d);
}

static struct screen *choose_unit_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_unit, ask);
	const char *units[] = {ask->city};

	if (ask->id)
		ui_ask_id(&p->screen, QUERY_REQUEST, ask->id, suggest);
	ui_ask(&p->screen, QUERY_UNITS, units, picker_fill);
	return &p->screen;
}

const struct screen_ops screen_choose_unit = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = picker_actions,
        .hints = picker_hints,
        .open = choose_unit_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
