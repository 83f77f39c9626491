/* The rounds and the campaigns of a city, open ones first, and below the places or findings of the
 * one under the cursor; Enter opens it. */
#include "console/screen/screens.h"

#include "console/data/session.h"
#include "console/order/order_begin.h"
#include "console/order/order_undo.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	thing_list_take(s, res, error);
}

static void load(struct screen *s)
{
	const char *city[] = {session_city_code(s->ui->session)};

	if (*city[0])
		ui_ask(s, QUERY_INSPECTIONS, city, loaded);
}

static const struct list_ops rows = {
        .paint = thing_list_row,
        .id = thing_list_id,
        .moved = thing_list_moved,
        .empty = N_("there is no round and no campaign yet"),
        .column = 1,
};

static struct screen *inspections_open(struct ui *ui, const struct ask *ask)
{
	struct thing_list *t = xcalloc(1, sizeof(*t));

	thing_list_init(t, ui, &screen_inspections, &rows);
	load(&t->screen);
	return &t->screen;
}

static void inspections_close(struct screen *s)
{
	thing_list_release(thing_list_of(s));
	free(s);
}

static void inspections_paint(struct screen *s)
{
	char *position = list_position(s->list);

	frame_bar(s->ui);
	frame_title(_("Rounds and campaigns"), s->list->complete ? position : "");
	free(position);
	thing_list_paint(s, FRAME_TOP, frame_height());
}

static const struct action actions[] = {
#define ORDER(...)
#define DEFECT(...)
#define ROUND    ORDER_ACTION
#define CAMPAIGN ORDER_ACTION
#include "console/terminal/order_acts.def"
        {VERB_OPEN, thing_list_open}, {VERB_UNDO, order_undo}, LIST_ACTIONS};

static const enum verb hints[] = {
        VERB_OPEN,           VERB_ROUND_MAKE,  VERB_ROUND_CLOSE,
        VERB_CAMPAIGN_ADD,   VERB_FINDING_ADD, VERB_CAMPAIGN_SIGN,
        VERB_CAMPAIGN_ISSUE, VERB_BACK,        VERB_NONE,
};

const struct screen_ops screen_inspections = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = inspections_open,
        .close = inspections_close,
        .resize = thing_list_resize,
        .paint = inspections_paint,
        .cursor = list_screen_cursor,
        .thing = thing_list_thing,
        .refuses = order_refuses,
        .refresh = load,
};
