/* What the traffic unit has to do now, what is dangerous first, with how much there is of each: the
 * first thing that its officers see. */
#include "console/screen/screens.h"

#include "console/order/order_begin.h"
#include "console/order/order_undo.h"
#include "console/order/thing_line.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT_LINES = 2 };

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	thing_list_take(s, res, error);
}

static void load(struct screen *s)
{
	ui_ask(s, QUERY_UNIT_WORK, NULL, loaded);
}

static const struct list_ops rows = {
        .paint = thing_list_row,
        .id = thing_list_id,
        .moved = thing_list_moved,
        .empty = N_("the unit has nothing to do now"),
        .column = 1,
};

static struct screen *work_open(struct ui *ui, const struct ask *ask)
{
	struct thing_list *t = xcalloc(1, sizeof(*t));

	thing_list_init(t, ui, &screen_work, &rows);
	load(&t->screen);
	return &t->screen;
}

static void work_close(struct screen *s)
{
	thing_list_release(thing_list_of(s));
	free(s);
}

/* Whether an earlier row is of the same section. */
static bool is_counted(const struct thing_list *t, size_t i)
{
	size_t before = 0;

	while (before < i && strcmp(t->v[before].section, t->v[i].section) != 0)
		before++;
	return before < i;
}

/* 'to verify 3 · overdue 12 · …', in the order of the rows. */
static void count_lines(const struct thing_list *t, struct lines *l)
{
	struct buf line = {0};

	for (size_t i = 0; i < t->list.n; i++)
		if (!is_counted(t, i))
			buf_addf(&line, "%s%s %lld", line.len ? " · " : "",
			         section_word(t->v[i].section), (long long)t->v[i].total);
	lines_init(l, term_columns());
	if (line.len)
		lines_add(l, STYLE_HEADING, 1, line.data);
	buf_release(&line);
}

static void work_paint(struct screen *s)
{
	struct thing_list *t = thing_list_of(s);
	char *position = thing_list_position(s, -1);
	struct lines counts;
	int used;

	frame_bar(s->ui);
	frame_title(_("What the unit has to do"), t->list.complete ? position : "");
	free(position);
	count_lines(t, &counts);
	used = counts.n < COUNT_LINES ? (int)counts.n : COUNT_LINES;
	lines_paint(&counts, 0, FRAME_TOP, used);
	lines_release(&counts);
	thing_list_paint(s, FRAME_TOP + used, frame_height() - used);
}

/* Of a request under the cursor: the next key but one makes a defect of it. */
static enum next say_defect(struct screen *s, enum verb verb)
{
	const struct thing *t = thing_list_thing(s);

	if (t && t->kind == THING_REQUEST)
		ui_push(s->ui, SCREEN_CHOOSE_DEFECT,
		        &(struct ask){.verb = verb, .id = t->id, .city = t->city});
	return NEXT_PAINT;
}

static const char *work_refuses(const struct screen *s, enum verb verb)
{
	const struct thing *t = thing_list_thing(s);

	if (verb == VERB_DEFECT && (!t || t->kind != THING_REQUEST))
		return t ? _("this is no request") : _("there is nothing here");
	return order_refuses(s, verb);
}

static const struct action actions[] = {
#define ORDER ORDER_ACTION
#define ROUND(...)
#define CAMPAIGN(...)
#include "console/terminal/order_acts.def"
        {VERB_OPEN, thing_list_open},     {VERB_UNDO, order_undo},
        {VERB_MARK, thing_list_mark},     {VERB_MARK_DOWN, thing_list_mark},
        {VERB_MARK_ALL, thing_list_mark}, {VERB_UNMARK_ALL, thing_list_mark},
        {VERB_DEFECT, say_defect},        LIST_ACTIONS};

static const enum verb hints[] = {
        VERB_OPEN,
        VERB_DEFECT,
        VERB_DEFECT_CONFIRM,
        VERB_DEFECT_UNFOUNDED,
        VERB_ORDER_DRAFT,
        VERB_ORDER_ISSUE,
        VERB_ORDER_VERIFY,
        VERB_ORDER_FAIL,
        VERB_ORDER_GIVE_TIME,
        VERB_ORDER_REISSUE,
        VERB_ORDER_REMIND,
        VERB_REGISTER,
        VERB_REFERRED,
        VERB_QUEUE,
        VERB_NONE,
};

const struct screen_ops screen_work = {
        .context = CONTEXT_UNIT,
        .actions = actions,
        .hints = hints,
        .open = work_open,
        .close = work_close,
        .resize = thing_list_resize,
        .paint = work_paint,
        .cursor = list_screen_cursor,
        .thing = thing_list_thing,
        .bulk = true,
        .refuses = work_refuses,
        .refresh = load,
};
