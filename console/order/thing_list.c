/* Joins a list of things, the marks and the pane of the one under the cursor. */
#include "console/order/thing_list.h"

#include "console/data/session.h"
#include "console/order/register.h"
#include "console/order/thing_line.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

struct thing_list *thing_list_of(const struct screen *s)
{
	return (struct thing_list *)(uintptr_t)s;
}

void thing_list_init(struct thing_list *t, struct ui *ui, const struct screen_ops *ops,
                     const struct list_ops *rows)
{
	screen_init(&t->screen, ui, ops);
	list_screen_init(&t->screen, &t->list, rows);
	t->screen.pane = &t->pane;
}

static void forget(struct screen *s)
{
	struct thing_list *t = thing_list_of(s);

	things_free(t->v, t->list.n);
	t->v = NULL;
}

bool thing_list_take(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct thing_list *t = thing_list_of(s);

	if (!list_screen_answered(s, error, forget))
		return false;
	t->v = things_read(res, THING_ORDER);
	list_set(&t->list, (size_t)PQntuples(res), true);
	thing_list_moved(s);
	list_screen_replay(s);
	return true;
}

void thing_list_release(struct thing_list *t)
{
	forget(&t->screen);
	pane_release(&t->pane);
	list_release(&t->list);
}

void thing_list_row(const struct list *l, size_t i, int y)
{
	const struct thing_list *t = l->owner;
	const struct thing *thing = &t->v[i];
	bool marked = thing->kind < ORDERS_MARKED &&
	              marks_has(&t->screen.console->orders->marks[thing->kind], thing->id);

	thing_paint(l, i, y, thing, marked, session_now(t->screen.ui->session));
}

int64_t thing_list_id(const void *owner, size_t i)
{
	return thing_key(&((const struct thing_list *)owner)->v[i]);
}

void thing_list_moved(void *owner)
{
	struct thing_list *t = owner;

	pane_follow(&t->screen, false);
	thing_list_resize(&t->screen);
}

const struct thing *thing_list_thing(const struct screen *s)
{
	const struct thing_list *t = thing_list_of(s);

	return t->list.cursor < t->list.n ? &t->v[t->list.cursor] : NULL;
}

void thing_list_resize(struct screen *s)
{
	pane_compute(s, term_columns(), term_columns());
	s->ui->dirty = true;
}

enum screen_id thing_screen_of_kind(enum thing_kind kind)
{
	static const enum screen_id screens[] = {
	        [THING_ORDER] = SCREEN_ORDER,       [THING_DEFECT] = SCREEN_DEFECT,
	        [THING_REQUEST] = SCREEN_REQUEST,   [THING_ROUND] = SCREEN_ROUND,
	        [THING_CAMPAIGN] = SCREEN_CAMPAIGN,
	};

	return screens[kind];
}

/* Whether s shows that thing. */
static bool shows(const struct screen *s, enum thing_kind kind, int64_t id)
{
	bool may = ui_is(s, thing_screen_of_kind(kind)) && s->ops->thing;
	const struct thing *t = may ? s->ops->thing(s) : NULL;

	return t && t->kind == kind && t->id == id;
}

/* What is open already below comes to the top: an order and its defect name each other. */
void thing_open(struct ui *ui, enum thing_kind kind, int64_t id)
{
	int there = ui->depth - 1;

	while (there > 0 && !shows(ui->stack[there], kind, id))
		there--;
	while (there > 0 && ui->depth - 1 > there)
		ui_next(ui, ui_top(ui), NEXT_CLOSE);
	if (there == 0)
		ui_push(ui, thing_screen_of_kind(kind), &(struct ask){.id = id});
}

enum next thing_list_open(struct screen *s, enum verb verb)
{
	const struct thing *t = thing_list_thing(s);

	if (!list_screen_waits(s, verb) && t)
		thing_open(s->ui, t->kind, t->id);
	return NEXT_PAINT;
}

static bool mark(struct orders *orders, const struct thing *t, bool toggle)
{
	struct marks *marks = &orders->marks[t->kind < ORDERS_MARKED ? t->kind : 0];

	if (t->kind >= ORDERS_MARKED)
		return true;
	if (toggle && marks_has(marks, t->id)) {
		marks_remove(marks, t->id);
		return true;
	}
	return marks_put(marks, t->id, t->version, t->city);
}

enum next thing_list_mark(struct screen *s, enum verb verb)
{
	struct thing_list *t = thing_list_of(s);
	struct orders *orders = s->console->orders;
	bool all = verb == VERB_MARK_ALL, fits = true;

	for (int kind = 0; kind < ORDERS_MARKED && verb == VERB_UNMARK_ALL; kind++)
		marks_clear(&orders->marks[kind]);
	for (size_t i = 0; i < t->list.n && verb != VERB_UNMARK_ALL; i++)
		if (all || i == t->list.cursor)
			fits &= mark(orders, &t->v[i], !all);
	if (!fits)
		ui_say(s->ui, STYLE_ERROR, _("no more than %d can be marked"), MARKS_MAX);
	if (verb == VERB_MARK_DOWN)
		list_move(&t->list, VERB_DOWN);
	return NEXT_PAINT;
}

/* How many things are marked, of whatever kind. */
static size_t count_marked(const struct orders *orders)
{
	size_t n = 0;

	for (int kind = 0; kind < ORDERS_MARKED; kind++)
		n += orders->marks[kind].n;
	return n;
}

char *thing_list_position(const struct screen *s, int64_t total)
{
	const struct list *l = &thing_list_of(s)->list;
	size_t marked = count_marked(s->console->orders);
	char *text, *marks = marked ? xasprintf(ngettext("%zu marked  ", "%zu marked  ",
	                                                 (unsigned long)marked),
	                                        marked)
	                            : xstrdup("");

	text = xasprintf("%s%zu/%lld", marks, l->n ? l->cursor + 1 : 0,
	                 (long long)(total < 0 ? (int64_t)l->n : total));
	free(marks);
	return text;
}

/* At least half of the room is the list's. */
void thing_list_paint(struct screen *s, int y, int height)
{
	struct thing_list *t = thing_list_of(s);
	bool below = height >= 8;
	char *title;

	list_place(&t->list, y, below ? height / 2 : height);
	list_paint(&t->list);
	if (!below || !thing_list_thing(s))
		return;
	title = thing_title(thing_list_thing(s));
	list_screen_preview(s, title, &t->pane.lines);
	free(title);
}
