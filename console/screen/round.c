/* The places of a round in the order of the way: what was found at one is entered by a key, then
 * comes the next; where somebody has been stands at the end. */
#include "console/screen/screens.h"

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
#include <string.h>

struct round_screen {
	struct thing_list things; /* the first member */
	int64_t id;
};

static struct round_screen *round_of(const struct screen *s)
{
	return (struct round_screen *)(uintptr_t)s;
}

static bool is_seen(const struct thing *t)
{
	return strcmp(t->due_state, "seen") == 0;
}

/* Another one once it was seen: the cursor stays where it is, at the next place of the way. */
static int64_t key_of(const void *owner, size_t i)
{
	const struct thing *t = &((const struct thing_list *)owner)->v[i];

	return thing_key(t) * 2 + is_seen(t);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	thing_list_take(s, res, error);
}

static void load(struct screen *s)
{
	ui_ask_id(s, QUERY_ROUND_WORK, round_of(s)->id, loaded);
}

static const struct list_ops rows = {
        .paint = thing_list_row,
        .id = key_of,
        .moved = thing_list_moved,
        .empty = N_("there is nothing here"),
        .column = 1,
};

static struct screen *round_open(struct ui *ui, const struct ask *ask)
{
	struct round_screen *r = xcalloc(1, sizeof(*r));

	thing_list_init(&r->things, ui, &screen_round, &rows);
	r->id = ask->id;
	load(&r->things.screen);
	return &r->things.screen;
}

static void round_close(struct screen *s)
{
	thing_list_release(thing_list_of(s));
	free(s);
}

static size_t seen_n(const struct thing_list *t)
{
	size_t seen = 0;

	for (size_t i = 0; i < t->list.n; i++)
		seen += is_seen(&t->v[i]);
	return seen;
}

static void round_paint(struct screen *s)
{
	const struct thing_list *t = thing_list_of(s);
	char *left = thing_name_of(THING_ROUND, round_of(s)->id, "");
	char *right = xasprintf(_("%zu of %zu seen"), seen_n(t), t->list.n);

	frame_bar(s->ui);
	frame_title(left, t->list.complete ? right : "");
	free(right);
	free(left);
	thing_list_paint(s, FRAME_TOP, frame_height());
}

static enum next write_it(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_ROUND_FILE, &(struct ask){.verb = verb, .id = round_of(s)->id});
	return NEXT_PAINT;
}

static const struct action actions[] = {
#define ORDER(...)
#define ROUND(...)
#define CAMPAIGN(...)
#define DEFECT ORDER_ACTION
#include "console/terminal/order_acts.def"
        {VERB_OPEN, thing_list_open},
        {VERB_UNDO, order_undo},
        {VERB_ROUND_SHEET, write_it},
        {VERB_ROUND_GPX, write_it},
        LIST_ACTIONS};

static const enum verb hints[] = {
        VERB_DEFECT_CONFIRM, VERB_DEFECT_UNFOUNDED, VERB_DEFECT_MENDED,
        VERB_DEFECT_FOREIGN, VERB_ORDER_DRAFT,      VERB_OPEN,
        VERB_ROUND_SHEET,    VERB_ROUND_GPX,        VERB_BACK,
        VERB_NONE,
};

const struct screen_ops screen_round = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = round_open,
        .close = round_close,
        .resize = thing_list_resize,
        .paint = round_paint,
        .cursor = list_screen_cursor,
        .thing = thing_list_thing,
        .refuses = order_refuses,
        .refresh = load,
};
