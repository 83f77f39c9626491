/* Chooses who stands in for an officer who is going away; the last row is nobody. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"

#include <stdlib.h>
#include <string.h>

/* The picker's note holds the days, '2026-12-24/2026-12-31'. */
static struct screen *choose_deputy_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_deputy, ask);

	p->bare = true;
	p->title = xstrdup(_("Who stands in for you?"));
	picker_note(p, ask->question);
	ui_ask(&p->screen, QUERY_DEPUTIES, NULL, picker_fill);
	return &p->screen;
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	ui_say_saved(s, error, _("done"));
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct picker *p = picker_of(s);
	struct db_params params = {0};
	char *first, *last;

	if (list_screen_waits(s, verb) || p->list.n == 0 || !ui_ready(s->ui))
		return NEXT_PAINT;
	first = xstrdup(p->note);
	last = strchr(first, '/');
	*last++ = '\0';
	db_params_text(&params, first);
	db_params_text(&params, last);
	db_params_text(&params, p->items[p->list.cursor].code);
	ui_ask(s, QUERY_AWAY, params.text, saved);
	db_params_release(&params);
	free(first);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, LIST_ACTIONS};

const struct screen_ops screen_choose_deputy = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = actions,
        .hints = picker_bare_hints,
        .open = choose_deputy_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
