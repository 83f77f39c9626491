/* Looks a key up in the key map of the screen on top, and its verb among the screen's own actions,
 * the acts on a request, and what works everywhere. */
#include "console/ui/dispatch.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/list.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"

#include <string.h>

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

/* The act that the key of another one stands for here. */
static enum verb act_of_key(const struct screen *s, enum verb verb)
{
	return is_act(s, verb) ? s->ui->hooks->means_act(s->ui, s->ops->request(s), verb) : verb;
}

enum verb ui_means(const struct screen *s, enum verb verb)
{
	return s->ops->means ? s->ops->means(s, verb) : act_of_key(s, verb);
}

bool ui_offers(const struct screen *s, enum verb verb)
{
	return s->ui->hooks->offers(s->ui, ui_means(s, verb));
}

/* In a list without a row there is nothing to open. */
static bool is_nothing_there(const struct screen *s, enum verb verb)
{
	return verb == VERB_OPEN && s->list && s->list->complete && s->list->n == 0;
}

const char *ui_refuses(const struct screen *s, enum verb key)
{
	enum verb verb = act_of_key(s, key);
	bool act = is_act(s, verb), own = act || find_action(s, verb);
	const char *why = NULL;

	if (!act && !ui_offers(s, verb))
		return _("not with your role");
	if (own && is_nothing_there(s, verb))
		why = _("there is nothing here");
	else if (own && s->ops->refuses)
		why = s->ops->refuses(s, verb);
	if (!why && act)
		why = s->ui->hooks->refuses_act(s, s->ops->request(s), verb);
	return why || ui_offers(s, verb) ? why : _("not with your role");
}

/* Whether a list's own verb is refused, or not, for the row under the cursor. */
static bool of_a_row(const struct screen *s, enum verb verb)
{
	return s->list && s->ops->refuses && find_action(s, verb);
}

void ui_verb(struct ui *ui, struct screen *s, enum verb key)
{
	enum verb verb = act_of_key(s, key);
	const struct action *action = find_action(s, verb);
	const char *why = ui_refuses(s, verb);

	if (why && of_a_row(s, verb) && list_waits(s->list, 0, verb))
		return; /* its row may allow it */
	if (why)
		ui_say(ui, STYLE_ERROR, "%s: %s", verb_help(ui_means(s, verb)), why);
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
	key_sequence_print(&keys, key_label, name);
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
	else if (s->list)
		list_go(s->list, list_row_at(s->list, line));
	else
		for (int step = y < line ? 1 : -1; y != line; y += step)
			ui_verb(ui, s, step > 0 ? VERB_DOWN : VERB_UP);
	ui->dirty = true;
}

/* As one line, for a line that is typed: line ends in it become blanks, those at its end go. */
static void type_pasted(struct ui *ui, struct screen *s, const char *text)
{
	size_t len = strlen(text);
	unsigned serial = s->serial;

	while (len > 0 && text[len - 1] == '\n')
		len--;
	for (size_t i = 0; i < len && ui_top(ui)->serial == serial;) {
		uint32_t cp;
		i += utf8_decode(text + i, len - i, &cp);
		ui_next(ui, s, s->ops->key(s, cp == '\n' || cp == '\t' ? ' ' : cp));
	}
}

/* Nothing that was pasted is ever taken for keys. */
static void paste(struct ui *ui, struct screen *s)
{
	const char *text = term_pasted();
	bool typed = context_is_text(s->ops->context);

	ui->typed.n = 0;
	if (!text)
		ui_say(ui, STYLE_ERROR, "%s", _("the pasted text was not taken: it is too long"));
	else if (s->ops->paste)
		ui_next(ui, s, s->ops->paste(s, text));
	else if (typed && s->ops->key)
		type_pasted(ui, s, text);
	else
		ui_say(ui, STYLE_ERROR, "%s",
		       _("the pasted text was not taken: there is no line to type here"));
}

/* What is no key of the key map. Returns whether k is that. */
static bool special(struct ui *ui, struct screen *s, keycode k)
{
	if (k == KEYS_CLICK)
		click(ui, s);
	else if (k == KEYS_PASTE)
		paste(ui, s);
	else if (k == KEYS_PASTING)
		ui_say(ui, STYLE_SOON, "%s", _("a text is being pasted; Ctrl-c gives it up"));
	else if (k == KEYS_TORN)
		ui_say(ui, STYLE_SOON, "%s",
		       _("a key came in pieces, or is not known: it did nothing"));
	else
		return false;
	return true;
}

/* A key that is bound to nothing: the screen may know it. */
static void type(struct ui *ui, struct screen *s, keycode k)
{
	const struct key_sequence nothing = {.n = 0};
	bool text = key_is_text(k) && context_is_text(s->ops->context);
	enum next next = s->ops->key ? s->ops->key(s, k) : NEXT_NOTHING;

	if (next == NEXT_NOTHING && !text)
		say_unbound(ui, nothing, k);
	else
		ui_next(ui, s, next);
}

void ui_key(struct ui *ui, keycode k)
{
	struct screen *top = ui_top(ui);
	struct key_sequence typed;
	enum verb verb;

	ui_unsay(ui);
	if (special(ui, top, k))
		return;
	typed = ui->typed;
	verb = keymap_next(ui->keymap, top->ops->context, &ui->typed, k);
	ui->dirty |= typed.n > 0 || ui->typed.n > 0;
	if (verb != VERB_NONE && ui_has(top, verb))
		ui_verb(ui, top, verb);
	else if (verb != VERB_NONE || (typed.n > 0 && ui->typed.n == 0))
		say_unbound(ui, typed, k);
	else if (ui->typed.n == 0)
		type(ui, top, k);
}
