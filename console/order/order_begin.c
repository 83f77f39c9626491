/* Why an act on a defect or an order is refused, and how it begins. */
#include "console/order/order_begin.h"

#include "console/data/session.h"
#include "console/order/order_acts.h"
#include "console/order/order_bulk.h"
#include "console/order/order_send.h"
#include "console/order/register.h"
#include "console/order/thing_line.h"
#include "console/order/thing_pane.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/list.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

static bool is_for_marked(const struct screen *s, const struct order_act *act)
{
	return s->ops->bulk && act->bulk && s->console->orders->marks[order_act_on(act)].n > 0;
}

/* One true sentence. */
static const char *why_not(const struct thing_detail *d, const struct order_act *act)
{
	static char *words;
	const char *others = thing_detail_others(d, act->verb_name);

	if (others && strcmp(others, "head") == 0)
		return _("only the head of the unit does that");
	if (others)
		return _("another unit has it");
	free(words);
	words = xasprintf(_("not while it is: %s"), thing_state(d->thing));
	return words;
}

static const char *const others[] = {
        [THING_ORDER] = N_("this is an order"),
        [THING_DEFECT] = N_("this is a defect"),
        [THING_REQUEST] = N_("this is a request: say first what is wrong"),
        [THING_ROUND] = N_("this is a round"),
        [THING_CAMPAIGN] = N_("this is a campaign"),
};

const char *order_refuses(const struct screen *s, enum verb verb)
{
	const struct order_act *act = order_act_find(verb);
	const struct thing *t = act ? s->ops->thing(s) : NULL;
	const struct thing_detail *d = &s->pane->detail;

	if (!act || act->anew || is_for_marked(s, act))
		return NULL;
	if (!t)
		return s->list && !s->list->complete ? _("it is still being read")
		                                     : _("there is nothing here");
	if (t->version == 0) /* a screen of one thing that has not come yet */
		return _("it is still being read");
	if (t->kind != order_act_on(act))
		return _(others[t->kind]);
	if (!thing_detail_is(d, t) || thing_detail_allows(d, act->verb_name))
		return NULL;
	return why_not(d, act);
}

static enum next confirmed(struct screen *below, int64_t id, int version)
{
	order_send(below->console, below->console->orders->asked, id, version,
	           &(struct order_args){.note = NULL}, NULL);
	return NEXT_PAINT;
}

static void confirm(struct screen *s, const struct order_act *act, const struct thing *t)
{
	char *title = t->kind == THING_ORDER ? xasprintf("%s → %s", t->place, t->institution)
	                                     : thing_title(t);
	char *question = xasprintf("%s: %s", title, _(act->confirm));

	s->console->orders->asked = act;
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.id = t->id,
	                      .version = t->version,
	                      .question = question,
	                      .yes = confirmed});
	free(question);
	free(title);
}

/* What the line begins with: what is set is changed, other lines are new. */
static char *first_text(const struct screen *s, const struct order_act *act)
{
	bool written = act->line == LINE_WHY && act->setting;

	return written ? thing_text(s->pane->detail.json, act->setting) : xstrdup("");
}

enum next order_begin(struct screen *s, enum verb verb)
{
	const struct order_act *act = order_act_find(verb);
	const struct thing *t = s->ops->thing(s);
	struct ask ask = {.verb = verb};
	char *text;

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	if (is_for_marked(s, act)) {
		order_bulk_ask(s, act);
		return NEXT_PAINT;
	}
	text = first_text(s, act);
	if (act->anew) {
		ask.city = session_city_code(s->ui->session);
	} else {
		ask.id = t->id;
		ask.version = t->version;
		ask.city = t->city;
	}
	ask.question = text;
	if (act->line)
		ui_push(s->ui, SCREEN_ASK_ORDER, &ask);
	else if (act->asks)
		ui_push(s->ui, act->asks, &ask);
	else if (act->confirm)
		confirm(s, act, t);
	else
		order_send(s->console, act, t->id, t->version,
		           &(struct order_args){.value = t->dangerous ? "false" : "true"}, NULL);
	free(text);
	return NEXT_PAINT;
}
