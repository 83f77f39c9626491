/* The register of orders: what a filter finds, what is due first at the top, and all of the one
 * under the cursor below. More of it is read as the cursor comes near the end. */
#include "console/screen/screens.h"

#include "console/order/order_begin.h"
#include "console/order/order_undo.h"
#include "console/order/register.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE = 200, MOST = 1000, NEAR = 50 };

struct register_screen {
	struct thing_list things;
	unsigned epoch; /* of the filter that the rows are of */
	size_t wanted;  /* how many rows were asked for from the beginning */
	bool more;      /* behind the last row there may be others */
	bool reading;
	int64_t total; /* -1: not known */
};

static struct register_screen *register_of(const struct screen *s)
{
	return (struct register_screen *)(uintptr_t)s;
}

static void send(struct screen *s, const struct thing *last, size_t limit, screen_done *done)
{
	struct db_params params = {0};

	register_of(s)->reading = true;
	db_params_text(&params, s->console->orders->json);
	db_params_text(&params, last ? last->key : NULL);
	db_params_id(&params, last ? last->id : 0);
	db_params_int(&params, (int64_t)limit);
	ui_ask(s, QUERY_ORDERS_PAGE, params.text, done);
}

static void counted(struct screen *s, const PGresult *res, const struct db_error *error)
{
	register_of(s)->total = error ? -1 : db_value_int(res, -1);
	s->ui->dirty = true;
}

static void load(struct screen *s);

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct register_screen *r = register_of(s);

	r->reading = false;
	if (r->epoch != s->console->orders->epoch) {
		load(s);
		return;
	}
	r->more = !error && (size_t)PQntuples(res) == r->wanted && r->wanted < MOST;
	thing_list_take(s, res, error);
}

static void load(struct screen *s)
{
	struct register_screen *r = register_of(s);
	const struct orders *orders = s->console->orders;
	const char *filter[] = {orders->json};
	size_t there = r->things.list.n;

	if (r->epoch != orders->epoch)
		there = 0;
	if (r->reading)
		return;
	r->epoch = orders->epoch;
	r->wanted = there <= PAGE ? PAGE : there < MOST ? there : MOST;
	send(s, NULL, r->wanted, loaded);
	ui_ask(s, QUERY_ORDERS_COUNT, filter, counted);
}

/* The rows behind the last one. */
static void appended(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct register_screen *r = register_of(s);
	struct thing_list *t = &r->things;
	size_t n = error ? 0 : (size_t)PQntuples(res);
	struct thing *v;

	r->reading = false;
	if (error)
		return;
	if (r->epoch != s->console->orders->epoch) {
		load(s);
		return;
	}
	v = things_read(res, THING_ORDER);
	t->v = xreallocarray(t->v, t->list.n + n + 1, sizeof(*t->v));
	memcpy(t->v + t->list.n, v, n * sizeof(*v));
	free(v);
	r->more = n == PAGE;
	list_set(&t->list, t->list.n + n, true);
	s->ui->dirty = true;
}

static void moved(void *owner)
{
	struct register_screen *r = owner;
	const struct list *l = &r->things.list;

	thing_list_moved(owner);
	if (r->more && !r->reading && l->cursor + NEAR >= l->n)
		send(&r->things.screen, &r->things.v[l->n - 1], PAGE, appended);
}

static const struct list_ops rows = {
        .paint = thing_list_row,
        .id = thing_list_id,
        .moved = moved,
        .empty = N_("the filter finds no order"),
        .column = 1,
};

static struct screen *register_open(struct ui *ui, const struct ask *ask)
{
	struct register_screen *r = xcalloc(1, sizeof(*r));

	thing_list_init(&r->things, ui, &screen_register, &rows);
	r->epoch = ui->console->orders->epoch;
	r->total = -1;
	load(&r->things.screen);
	return &r->things.screen;
}

static void register_close(struct screen *s)
{
	thing_list_release(thing_list_of(s));
	free(s);
}

static void register_paint(struct screen *s)
{
	const struct register_screen *r = register_of(s);
	const struct orders *orders = s->console->orders;
	char *left = xasprintf("%s · %s", _("Register of orders"),
	                       *orders->filter ? orders->filter : _("still open"));
	char *right = thing_list_position(s, r->total);

	frame_bar(s->ui);
	frame_title(left, r->things.list.complete ? right : "");
	free(right);
	free(left);
	thing_list_paint(s, FRAME_TOP, frame_height());
}

static enum next ask_filter(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_ORDER_FILTER, &(struct ask){.question = s->console->orders->filter});
	return NEXT_PAINT;
}

static enum next export_it(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_EXPORT, &(struct ask){0});
	return NEXT_PAINT;
}

static const struct action actions[] = {
#define DEFECT(...)
#define ORDER ORDER_ACTION
#define ROUND(...)
#define CAMPAIGN(...)
#include "console/terminal/order_acts.def"
        {VERB_OPEN, thing_list_open},
        {VERB_UNDO, order_undo},
        {VERB_FILTER, ask_filter},
        {VERB_EXPORT, export_it},
        {VERB_MARK, thing_list_mark},
        {VERB_MARK_DOWN, thing_list_mark},
        {VERB_MARK_ALL, thing_list_mark},
        {VERB_UNMARK_ALL, thing_list_mark},
        LIST_ACTIONS};

static const enum verb hints[] = {
        VERB_OPEN,
        VERB_FILTER,
        VERB_ORDER_ISSUE,
        VERB_ORDER_REMIND,
        VERB_ORDER_VERIFY,
        VERB_ORDER_FAIL,
        VERB_ORDER_GIVE_TIME,
        VERB_ORDER_REISSUE,
        VERB_MARK,
        VERB_BACK,
        VERB_NONE,
};

const struct screen_ops screen_register = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = register_open,
        .close = register_close,
        .resize = thing_list_resize,
        .paint = register_paint,
        .cursor = list_screen_cursor,
        .thing = thing_list_thing,
        .bulk = true,
        .refuses = order_refuses,
        .refresh = load,
};
