#include "console/app.h"
#include "console/ui/frame.h"
#include "console/ui/verb_list.h"
#include "lib/i18n.h"

/* What works on the screen below, with the keys in force, to be looked through; Enter does it. */

/* What the one-column signs of the queue say. */
static const char *const signs[] = {
        N_("before the number: * new, = answered, x rejected, m merged, w withdrawn"),
        N_("then the answer: ~ draft, ^ submitted, + approved, < recalled"),
        N_("then the place: ? outside the city, - none given"),
        N_("behind it: ! due soon, !! late"),
        N_("at the end: OK… is writing an answer, (OK) looks at it; before all: # marked"),
};
enum { SIGNS = sizeof(signs) / sizeof(*signs) };

static struct screen *help_open(struct app *app, const struct ask *ask)
{
	return verb_list_new(app, &screen_help, _("Look for:"), false);
}

static void help_paint(struct screen *s)
{
	struct verb_list *l = verb_list_of(s);
	int height = frame_height() - 1;
	frame_bar(s->app);
	frame_title(_("What works here"), "varta(1)");
	bool queue = app_below(s->app, s)->ops == &screen_queue;
	size_t all = l->n + (queue && l->n == l->all_n ? SIGNS : 0);
	verb_list_paint(l, FRAME_TOP, height, all);
	for (size_t i = l->n; i < all && i < l->top + (size_t)height; i++)
		term_text(FRAME_TOP + (int)(i - l->top), 1, -1, STYLE_PLAIN, _(signs[i - l->n]));
	prompt_paint(s);
}

/* On the chosen one, so that a screen reader says it. */
static void help_cursor(const struct screen *s, int *y, int *x)
{
	const struct verb_list *l = verb_list_of(s);
	*y = FRAME_TOP + (int)(l->cursor - l->top);
	*x = 1;
}

const struct screen_ops screen_help = {
        .context = CONTEXT_HELP,
        .actions = verb_list_actions,
        .hints = verb_list_hints,
        .open = help_open,
        .close = prompt_close,
        .paint = help_paint,
        .cursor = help_cursor,
        .key = verb_list_key,
};
