/* Looks a key up in the key map of the screen on top, and its verb among the screen's own actions,
 * the acts on a request, and what works everywhere. */
#include "console/ui/dispatch.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/list.h"
#include "lib/base/i18n.h"

static const struct action *find_action(const struct screen *s, enum verb verb)
{
	for (const struct action *a = s->ops->actions; a->verb; a++)
		if (a->verb == verb)
			return a;
	return NULL;
}

static bool is_act(const struct screen *s, enum verb verb)
{
	return s->ops->request && s->ui->hooks->is_act(verb);
}

bool ui_has(const struct screen *s, enum verb verb)
{
	return find_action(s, verb) || is_act(s, verb) || s->ui->hooks->find_global(verb);
}

const char *ui_refuses(const struct screen *s, enum verb verb)
{
	bool act = is_act(s, verb), own = act || find_action(s, verb);
	const char *why = own && s->ops->refuses ? s->ops->refuses(s, verb) : NULL;

	return why || !act ? why : s->ui->hooks->refuses_act(s, s->ops->request(s), verb);
}

void ui_verb(struct ui *ui, struct screen *s, enum verb verb)
{
	const struct action *action = find_action(s, verb);
	const char *why = ui_refuses(s, verb);

	if (why)
		ui_say(ui, STYLE_ERROR, "%s: %s", verb_help(verb), why);
	else if (!action && is_act(s, verb))
		ui_next(ui, s, ui->hooks->begin_act(s, s->ops->request(s), verb));
	else if (action || (action = ui->hooks->find_global(verb)))
		ui_next(ui, s, action->run(s, verb));
}

/* Esc gives up a sequence. */
static void say_unbound(struct ui *ui, struct key_sequence keys, keycode k)
{
	char name[SEQUENCE_NAME_SIZE];

	keys.k[keys.n++] = k;
	key_sequence_print(&keys, name);
	if (k != KEYS_ESC)
		ui_say(ui, STYLE_ERROR, _("'%s' does nothing here"), name);
}

/* A click takes the cursor of a list to that row; one on the row does what Enter does. */
static void click(struct ui *ui, struct screen *s)
{
	int y = 0, x = 0, line = term_clicked_line();
	enum verb here = find_action(s, VERB_CHOOSE) ? VERB_CHOOSE : VERB_OPEN;
	bool list = find_action(s, VERB_DOWN) && find_action(s, here);

	if (!list || context_is_text(s->ops->context) || line < FRAME_TOP ||
	    line >= term_lines() - FRAME_BOTTOM)
		return;
	s->ops->cursor(s, &y, &x);
	if (line == y)
		ui_verb(ui, s, here);
	else if (screen_list(s))
		list_go(screen_list(s), list_row_at(screen_list(s), line));
	else
		for (int step = y < line ? 1 : -1; y != line; y += step)
			ui_verb(ui, s, step > 0 ? VERB_DOWN : VERB_UP);
	ui->dirty = true;
}

void ui_key(struct ui *ui, keycode k)
{
	struct screen *top = ui_top(ui);
	struct key_sequence typed;
	enum verb verb;

	ui_unsay(ui);
	if (k == KEYS_CLICK) {
		click(ui, top);
		return;
	}
	typed = ui->typed;
	verb = keymap_next(ui->keymap, top->ops->context, &ui->typed, k);
	ui->dirty |= typed.n > 0 || ui->typed.n > 0;
	if (verb != VERB_NONE)
		ui_verb(ui, top, verb);
	else if (typed.n > 0 && ui->typed.n == 0)
		say_unbound(ui, typed, k);
	else if (ui->typed.n == 0 && top->ops->key)
		ui_next(ui, top, top->ops->key(top, k));
}
