/* One campaign: the commission, its streets, what it found, and the text of its act. */
#include "console/screen/screens.h"

#include "console/order/order_begin.h"
#include "console/order/thing_screen.h"

static struct screen *campaign_open(struct ui *ui, const struct ask *ask)
{
	return thing_screen_new(ui, &screen_campaign, THING_CAMPAIGN, ask->id);
}

static const struct action actions[] = {
#define ORDER(...)
#define DEFECT(...)
#define ROUND(...)
#define CAMPAIGN ORDER_ACTION
#include "console/terminal/order_acts.def"
        THING_ACTIONS};

static const enum verb hints[] = {
        VERB_FINDING_ADD,
        VERB_FINDING_DROP,
        VERB_CAMPAIGN_MEMBERS,
        VERB_CAMPAIGN_STREETS,
        VERB_CAMPAIGN_SIGN,
        VERB_CAMPAIGN_ISSUE,
        VERB_BACK,
        VERB_NONE,
};

const struct screen_ops screen_campaign = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = campaign_open,
        .close = thing_screen_close,
        .resize = thing_screen_resize,
        .paint = thing_screen_paint,
        .cursor = thing_screen_cursor,
        .key = thing_screen_key,
        .thing = thing_screen_thing,
        .refuses = order_refuses,
        .refresh = thing_screen_refresh,
};
