/* Undoes the last act, or all that were done at once. */
#include "console/order/order_undo.h"

#include "console/action/send.h"
#include "console/order/order_acts.h"
#include "console/order/order_bulk.h"
#include "console/order/order_send.h"
#include "console/order/register.h"
#include "console/queue/marks.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

static const struct order_act undos[ORDERS_MARKED] = {
        [THING_ORDER] = {.verb = VERB_UNDO, .verb_name = "order_undo"},
        [THING_DEFECT] = {.verb = VERB_UNDO, .verb_name = "defect_undo"},
};

static void send(struct console *console, enum thing_kind kind, int64_t id, int version)
{
	order_send(console, &undos[kind], id, version, &(struct order_args){.note = NULL}, NULL);
}

/* All that were done at once are taken back at once. */
static void undo_all(struct console *console, unsigned batch)
{
	struct order_dones *dones = &console->orders->dones;
	enum thing_kind kind = dones->acts[dones->n - 1].kind;
	struct marks done = {0};

	while (dones->n > 0 && dones->acts[dones->n - 1].batch == batch) {
		const struct order_done *act = &dones->acts[--dones->n];
		marks_put(&done, act->id, act->version, "");
	}
	order_bulk_send(console, &undos[kind], &done);
	marks_clear(&done);
}

static void undo_last(struct console *console)
{
	struct order_dones *dones = &console->orders->dones;
	const struct order_done last = dones->acts[dones->n - 1];

	if (last.batch && last.kind == THING_DEFECT) {
		undo_all(console, last.batch);
		return;
	}
	dones->n--;
	send(console, last.kind, last.id, last.version);
}

enum next order_undo(struct screen *s, enum verb verb)
{
	struct console *console = s->console;
	const struct thing *t = s->ops->thing(s);

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	if (console->orders->sends.first || console->acts->bulk)
		ui_say(s->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
	else if (console->orders->dones.n > 0)
		undo_last(console);
	else if (t && t->kind < ORDERS_MARKED && t->version > 0)
		send(console, t->kind, t->id, t->version);
	else
		ui_say(s->ui, STYLE_ERROR, "%s", _("there is nothing here"));
	return NEXT_PAINT;
}
