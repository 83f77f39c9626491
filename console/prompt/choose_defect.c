/* Chooses what is wrong where a request says so: a defect that is known already, or a new one, in
 * the words that orders have for it or in others. */
#include "console/prompt/prompts.h"

#include "console/action/picker.h"
#include "console/data/statements.h"
#include "console/order/order_send.h"
#include "console/ui/ask.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

static struct screen *choose_defect_open(struct ui *ui, const struct ask *ask)
{
	struct picker *p = picker_new(ui, &screen_choose_defect, ask);

	p->title = xasprintf(_("%lld: what is wrong there"), (long long)ask->id);
	ui_ask_id(&p->screen, QUERY_DEFECT_PROPOSALS, ask->id, picker_fill);
	return &p->screen;
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct picker *p = picker_of(s);
	struct ui *ui = s->ui;
	char *code, *note;
	int64_t id = p->id;

	if (list_screen_waits(s, verb) || p->list.n == 0 || !ui_ready(ui))
		return NEXT_PAINT;
	code = xstrdup(p->items[p->list.cursor].code);
	note = xstrdup(p->note);
	ui_next(ui, s, NEXT_CLOSE);
	order_send_defect(ui->console, id, code, note);
	free(code);
	free(note);
	return NEXT_NOTHING;
}

static enum next write_note(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_ASK_NOTE, &(struct ask){.question = picker_of(s)->note});
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_NOTE, write_note}, LIST_ACTIONS};

const struct screen_ops screen_choose_defect = {
        .context = CONTEXT_PICKER,
        .overlay = true,
        .actions = actions,
        .hints = picker_hints,
        .open = choose_defect_open,
        .close = picker_close,
        .paint = picker_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
};
