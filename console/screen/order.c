/* One order: what it is now, its defects, steps, protocols and rulings, and its text beside them.
 */
#include "console/screen/screens.h"

#include "console/order/order_begin.h"
#include "console/order/order_undo.h"
#include "console/order/thing_screen.h"

static struct screen *order_open(struct ui *ui, const struct ask *ask)
{
	return thing_screen_new(ui, &screen_order, THING_ORDER, ask->id);
}

static const struct action actions[] = {
#define DEFECT(...)
#define ORDER ORDER_ACTION
#define ROUND(...)
#define CAMPAIGN(...)
#include "console/terminal/order_acts.def"
        {VERB_UNDO, order_undo}, THING_ACTIONS};

static const enum verb hints[] = {
        VERB_ORDER_ISSUE,
        VERB_ORDER_VERIFY,
        VERB_ORDER_FAIL,
        VERB_ORDER_GIVE_TIME,
        VERB_ORDER_REISSUE,
        VERB_ORDER_DELIVER,
        VERB_ORDER_ACCEPT,
        VERB_ORDER_REJECT,
        VERB_ORDER_SAFE,
        VERB_ORDER_DONE,
        VERB_ORDER_REMIND,
        VERB_ORDER_DEMAND,
        VERB_ORDER_ADDRESSEE,
        VERB_ORDER_ESCALATE,
        VERB_ORDER_CANCEL,
        VERB_ORDER_PROTOCOL,
        VERB_OPEN,
        VERB_BACK,
        VERB_NONE,
};

const struct screen_ops screen_order = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = order_open,
        .close = thing_screen_close,
        .resize = thing_screen_resize,
        .paint = thing_screen_paint,
        .cursor = thing_screen_cursor,
        .key = thing_screen_key,
        .thing = thing_screen_thing,
        .refuses = order_refuses,
        .refresh = thing_screen_refresh,
};
