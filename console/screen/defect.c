/* One defect: what is wrong where, who owns it, the requests about it, what was seen there, and its
 * orders. */
#include "console/screen/screens.h"

#include "console/order/order_begin.h"
#include "console/order/order_undo.h"
#include "console/order/thing_screen.h"

static struct screen *defect_open(struct ui *ui, const struct ask *ask)
{
	return thing_screen_new(ui, &screen_defect, THING_DEFECT, ask->id);
}

static const struct action actions[] = {
#define ORDER(...)
#define ROUND(...)
#define CAMPAIGN(...)
#define DEFECT ORDER_ACTION
#include "console/terminal/order_acts.def"
        {VERB_UNDO, order_undo}, THING_ACTIONS};

static const enum verb hints[] = {
        VERB_ORDER_DRAFT,   VERB_DEFECT_CONFIRM, VERB_DEFECT_UNFOUNDED,
        VERB_DEFECT_MENDED, VERB_DEFECT_FOREIGN, VERB_OPEN,
        VERB_BACK,          VERB_NONE,
};

const struct screen_ops screen_defect = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = defect_open,
        .close = thing_screen_close,
        .resize = thing_screen_resize,
        .paint = thing_screen_paint,
        .cursor = thing_screen_cursor,
        .key = thing_screen_key,
        .thing = thing_screen_thing,
        .refuses = order_refuses,
        .refresh = thing_screen_refresh,
};
