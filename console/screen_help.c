#include <stdlib.h>

#include "console/acts.h"
#include "console/app.h"
#include "console/everywhere.h"
#include "console/frame.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

/* What works on the screen below, with the keys in force; Enter does it. */
struct help {
	struct screen screen;
	enum verb verbs[VERB_COUNT];
	size_t n, cursor, top;
};

enum { MOST_KEYS = 4, KEYS_WIDTH = 26 };

/* What the one-column signs of the queue say. */
static const char *const signs[] = {
        N_("before the number: * new, = answered, x rejected, m merged, w withdrawn"),
        N_("then the answer: ~ draft, ^ submitted, + approved, < recalled"),
        N_("then the place: ? outside the city, - none given"),
        N_("behind it: ! due soon, !! late"),
        N_("at the end: OK… is writing an answer, (OK) looks at it; before all: # marked"),
};
enum { SIGNS = sizeof(signs) / sizeof(*signs) };

static struct help *help_of(const struct screen *s)
{
	return (struct help *)(uintptr_t)s;
}

static const struct screen *below(const struct screen *s)
{
	return app_below(s->app, s);
}

static void add(struct help *h, const struct screen *on, enum verb verb)
{
	char *keys = keymap_keys(&on->app->keymap, on->ops->context, verb, 1, " ");
	if (*keys)
		h->verbs[h->n++] = verb;
	free(keys);
}

static struct screen *help_open(struct app *app, const struct ask *ask)
{
	struct help *h = xcalloc(1, sizeof(*h));
	const struct screen *on = app_top(app);
	screen_init(&h->screen, app, &screen_help);
	for (size_t i = 0; on->ops->request && act_at(i); i++)
		add(h, on, act_at(i));
	for (const struct action *a = on->ops->actions; a->verb; a++)
		if (!everywhere_find(a->verb))
			add(h, on, a->verb);
	for (size_t i = 0; everywhere_at(i); i++)
		if (everywhere_at(i) != VERB_HELP)
			add(h, on, everywhere_at(i));
	return &h->screen;
}

static void help_close(struct screen *s)
{
	free(s);
}

static size_t height(void)
{
	return frame_height() > 0 ? (size_t)frame_height() : 1;
}

static void paint_verb(const struct screen *s, size_t i, int y)
{
	const struct help *h = help_of(s);
	const struct screen *on = below(s);
	enum verb verb = h->verbs[i];
	char *keys = keymap_keys(&s->app->keymap, on->ops->context, verb, MOST_KEYS, " ");
	const char *why = on->ops->refuses ? on->ops->refuses(on, verb) : NULL;
	int gap = KEYS_WIDTH - text_width(keys);
	char *line = xasprintf(" %s%*s%s%s%s", keys, gap > 1 ? gap : 1, "", verb_help(verb),
	                       why ? ": " : "", why ? why : "");
	bool selected = i == h->cursor;
	term_text(y, 0, term_columns(),
	          selected ? STYLE_SELECTED
	          : why    ? STYLE_FAINT
	                   : STYLE_PLAIN,
	          line);
	free(line);
	free(keys);
}

static void help_paint(struct screen *s)
{
	struct help *h = help_of(s);
	if (h->cursor < h->top)
		h->top = h->cursor;
	if (h->cursor >= h->top + height())
		h->top = h->cursor - height() + 1;
	frame_bar(s->app);
	frame_title(_("What works here"), "varta(1)");
	for (size_t i = h->top; i < h->n + SIGNS && i < h->top + height(); i++) {
		int y = FRAME_TOP + (int)(i - h->top);
		if (i < h->n)
			paint_verb(s, i, y);
		else if (below(s)->ops == &screen_queue)
			term_text(y, 1, -1, STYLE_PLAIN, _(signs[i - h->n]));
	}
}

static void help_cursor(const struct screen *s, int *y, int *x)
{
	const struct help *h = help_of(s);
	*y = FRAME_TOP + (int)(h->cursor - h->top);
	*x = 1;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct help *h = help_of(s);
	size_t last = h->n ? h->n - 1 : 0;
	size_t page = height();
	if (verb == VERB_UP)
		h->cursor -= h->cursor > 0;
	else if (verb == VERB_DOWN)
		h->cursor += h->cursor < last;
	else if (verb == VERB_PAGE_UP)
		h->cursor = h->cursor > page ? h->cursor - page : 0;
	else if (verb == VERB_PAGE_DOWN)
		h->cursor = h->cursor + page < last ? h->cursor + page : last;
	else
		h->cursor = verb == VERB_FIRST ? 0 : last;
	if (h->cursor == last && h->n + SIGNS > height())
		h->top = h->n + SIGNS - height();
	return NEXT_PAINT;
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct app *app = s->app;
	struct screen *on = app_below(app, s);
	enum verb chosen = help_of(s)->verbs[help_of(s)->cursor];
	app_next(app, s, NEXT_CLOSE);
	app_verb(app, on, chosen);
	return NEXT_NOTHING;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_DOWN, move},  {VERB_UP, move},   {VERB_PAGE_DOWN, move},
        {VERB_PAGE_UP, move},  {VERB_FIRST, move}, {VERB_LAST, move}, {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_help = {
        .context = CONTEXT_HELP,
        .actions = actions,
        .hints = hints,
        .open = help_open,
        .close = help_close,
        .paint = help_paint,
        .cursor = help_cursor,
};
