/* What works on the screen below, with the keys in force, to be looked through; Enter does it. */
#include "console/screen/screens.h"

#include "console/action/verb_list.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"

/* What the one-column signs of the queue say. */
static const char *const signs[] = {
        N_("before the number: * new, = answered, x rejected, m merged, w withdrawn"),
        N_("then the answer: ~ draft, ^ submitted, + approved, < recalled"),
        N_("then the place: ? outside the city, - none given"),
        N_("behind it: ! due soon, !! late"),
        N_("at the end: OK… is writing an answer, (OK) looks at it; before all: # marked"),
};
enum { SIGNS = sizeof(signs) / sizeof(*signs) };

static struct screen *help_open(struct ui *ui, const struct ask *ask)
{
	return verb_list_new(ui, &screen_help, _("Look for:"), false);
}

static void help_paint(struct screen *s)
{
	struct verb_list *l = verb_list_of(s);
	int height = frame_height() - 1;
	bool queue;
	struct list *rows;
	size_t all;

	frame_bar(s->ui);
	frame_title(_("What works here"), "varta(1)");
	queue = ui_is(ui_below(s->ui, s), SCREEN_QUEUE);
	rows = &l->list;
	rows->tail = queue && rows->n == l->all_n ? SIGNS : 0;
	list_place(rows, FRAME_TOP, height);
	list_paint(rows);
	all = rows->n + rows->tail;
	for (size_t i = rows->n; i < all && i < rows->top + (size_t)height; i++)
		term_text(FRAME_TOP + (int)(i - rows->top), 1, -1, STYLE_PLAIN,
		          _(signs[i - rows->n]));
	prompt_paint(s);
}

const struct screen_ops screen_help = {
        .context = CONTEXT_HELP,
        .actions = verb_list_actions,
        .hints = verb_list_hints,
        .open = help_open,
        .close = prompt_close,
        .paint = help_paint,
        .cursor = list_screen_cursor, /* so that a screen reader says the row */
        .key = verb_list_key,
};
