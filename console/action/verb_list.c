/* Gathers what works on the screen below, ranks it by what is typed, and does what is chosen. */
#include "console/action/verb_list.h"

#include "console/action/action_table.h"
#include "console/action/global_actions.h"
#include "console/ui/dispatch.h"
#include "console/ui/fuzzy.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { MOST_KEYS = 4, KEYS_WIDTH = 26 };

/* Moving the cursor is nothing to be looked for. */
static const enum verb moves[] = {
        VERB_UP,       VERB_DOWN,     VERB_PAGE_UP, VERB_PAGE_DOWN,   VERB_FIRST,   VERB_LAST,
        VERB_LEFT,     VERB_RIGHT,    VERB_NEWLINE, VERB_LINE_START,  VERB_DELETE,  VERB_CHOOSE,
        VERB_LINE_END, VERB_COMPLETE, VERB_HELP,    VERB_DELETE_BACK, VERB_PALETTE,
};

struct verb_list *verb_list_of(const struct screen *s)
{
	return (struct verb_list *)(uintptr_t)s;
}

static bool is_move(enum verb verb)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(*moves); i++)
		if (moves[i] == verb)
			return true;
	return false;
}

static bool is_there(const struct verb_list *l, enum verb verb)
{
	for (size_t i = 0; i < l->all_n; i++)
		if (l->all[i] == verb)
			return true;
	return false;
}

static bool stands_for_another(const struct screen *on, enum verb verb)
{
	return on->ops->request && act_is(verb) && ui_means(on, verb) != verb;
}

/* The keys of verb here, and those that stand for it. The caller frees it. */
static char *keys_of(const struct screen *on, enum verb verb, int max)
{
	struct buf keys = {0};

	for (enum verb v = VERB_NONE + 1; v < VERB_COUNT; v++) {
		bool its = v == verb || (stands_for_another(on, v) && ui_means(on, v) == verb);
		char *some = its ? keymap_keys(on->ui->keymap, on->ops->context, v, max, " ")
		                 : xstrdup("");
		buf_addf(&keys, "%s%s", keys.len && *some ? " " : "", some);
		free(some);
	}
	return buf_steal(&keys);
}

static void add(struct verb_list *l, const struct screen *on, enum verb verb, bool unbound)
{
	char *keys = keymap_keys(on->ui->keymap, on->ops->context, verb, 1, " ");

	if ((*keys || (unbound && !is_move(verb))) && !is_there(l, verb) && ui_offers(on, verb) &&
	    !stands_for_another(on, verb))
		l->all[l->all_n++] = verb;
	free(keys);
}

static void gather(struct verb_list *l, const struct screen *on, bool unbound)
{
	for (size_t i = 0; on->ops->request && act_at(i); i++)
		add(l, on, act_at(i), unbound);
	for (const struct action *a = on->ops->actions; a->verb; a++)
		if (!global_actions_find(a->verb) && !(unbound && is_move(a->verb)))
			add(l, on, a->verb, unbound);
	for (size_t i = 0; global_actions_at(i); i++)
		if (global_actions_at(i) != VERB_HELP)
			add(l, on, global_actions_at(i), unbound);
}

static int best_of(int a, int b)
{
	return a > b ? a : b;
}

static int score(const struct verb_list *l, const char *latin, enum verb verb)
{
	const char *typed = edit_text(&l->prompt.edit);
	int score =
	        best_of(fuzzy_score(typed, verb_help(verb)), fuzzy_score(typed, verb_name(verb)));

	return best_of(score, fuzzy_score(latin, verb_name(verb)));
}

/* Puts those that fit into shown, where equal ones keep their order. */
static void look(struct verb_list *l)
{
	int scores[VERB_COUNT];
	char *latin = layout_text(l->prompt.screen.ui->layout, edit_text(&l->prompt.edit));
	size_t n = 0;

	l->list.cursor = l->list.top = 0;
	for (size_t i = 0; i < l->all_n; i++) {
		int mine = score(l, latin, l->all[i]);
		size_t at = n;
		if (mine == FUZZY_NONE)
			continue;
		for (; at > 0 && scores[at - 1] < mine; at--) {
			scores[at] = scores[at - 1];
			l->shown[at] = l->shown[at - 1];
		}
		scores[at] = mine;
		l->shown[at] = l->all[i];
		n++;
	}
	list_set(&l->list, n, true);
	free(latin);
}

/* Keys, what it does, and why it cannot be done now. */
static void paint_verb(const struct list *list, size_t i, int y)
{
	const struct verb_list *l = list->owner;
	const struct screen *s = &l->prompt.screen, *on = ui_below(s->ui, s);
	enum verb verb = l->shown[i];
	char *keys = keys_of(on, verb, MOST_KEYS);
	const char *why = ui_refuses(on, verb);
	int width = term_columns() < 2 * KEYS_WIDTH ? KEYS_WIDTH / 2 : KEYS_WIDTH;
	char *cut = text_ellipsis(keys, width - 1);
	char *line = xasprintf("%s%*s%s%s%s", cut, width - text_width(cut), "",
	                       verb_help(ui_means(on, verb)), why ? ": " : "", why ? why : "");

	list_row(list, i, y, why ? STYLE_FAINT : STYLE_PLAIN, line);
	free(line);
	free(cut);
	free(keys);
}

static const struct list_ops rows = {.paint = paint_verb, .column = 1};

struct screen *verb_list_new(struct ui *ui, const struct screen_ops *ops, const char *label,
                             bool unbound)
{
	struct verb_list *l = xcalloc(1, sizeof(*l));

	gather(l, ui_top(ui), unbound);
	prompt_init(&l->prompt, ui, ops, label, "");
	list_screen_init(&l->prompt.screen, &l->list, &rows);
	look(l);
	return &l->prompt.screen;
}

enum next verb_list_key(struct screen *s, keycode k)
{
	enum next next = prompt_key(s, k);

	if (next == NEXT_PAINT)
		look(verb_list_of(s));
	return next;
}

static enum next change(struct screen *s, enum verb verb)
{
	prompt_edit(s, verb);
	look(verb_list_of(s));
	return NEXT_PAINT;
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct ui *ui = s->ui;
	const struct verb_list *l = verb_list_of(s);
	struct screen *on = ui_below(ui, s);
	enum verb chosen;

	if (l->list.n == 0)
		return NEXT_NOTHING;
	chosen = l->shown[l->list.cursor];
	ui_next(ui, s, NEXT_CLOSE);
	ui_verb(ui, on, chosen);
	return NEXT_NOTHING;
}

const struct action verb_list_actions[] = {{VERB_CHOOSE, choose},
                                           {VERB_DELETE_BACK, change},
                                           {VERB_DELETE_WORD, change},
                                           {VERB_DELETE_START, change},
                                           LIST_ACTIONS};

const enum verb verb_list_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};
