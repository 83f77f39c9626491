/* Chooses to which institution an order goes: the one that has it is the first choice. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/order/order_send.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

static struct screen *choose_institution_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_institution, ask);

	p->title = xstrdup(_("the order is for"));
	p->bare = true;
	picker_note(p, ask->question ? ask->question : "");
	ui_ask_id(&p->screen, QUERY_INSTITUTIONS_FOR, ask->id, picker_fill);
	return &p->screen;
}

static enum next choose(struct screen *s, enum verb verb)
{
	const struct picker *p = picker_of(s);
	const char *code;

	if (list_screen_waits(s, verb) || p->list.n == 0 || !ui_ready(s->ui))
		return NEXT_PAINT;
	code = p->items[p->list.cursor].code;
	order_send(s->console, order_act_find(p->verb), p->id, p->version,
	           &(struct order_args){.institution = code, .value = code, .note = p->note},
	           p->note);
	return NEXT_CLOSE;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, LIST_ACTIONS};

const struct screen_ops screen_choose_institution = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = actions,
        .hints = picker_bare_hints,
        .open = choose_institution_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
