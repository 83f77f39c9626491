/* Asks yes or no about what cannot be taken back. */
#include "console/screen/screens.h"

#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

struct confirm {
	struct screen screen;
	char *question;
	enum next (*yes)(struct screen *below, int64_t id, int version);
	int64_t id;
	int version;
	unsigned asker; /* the serial of the screen below */
};

static struct confirm *confirm_of(const struct screen *s)
{
	return (struct confirm *)(uintptr_t)s;
}

static struct screen *confirm_open(struct ui *ui, const struct ask *ask)
{
	struct confirm *c = xcalloc(1, sizeof(*c));

	screen_init(&c->screen, ui, &screen_confirm);
	c->question = xstrdup(ask->question);
	c->yes = ask->yes;
	c->id = ask->id;
	c->version = ask->version;
	c->asker = ui_top(ui)->serial;
	return &c->screen;
}

static void confirm_close(struct screen *s)
{
	free(confirm_of(s)->question);
	free(s);
}

static int line_of(void)
{
	return FRAME_TOP + frame_height() - 1;
}

static void confirm_paint(struct screen *s)
{
	term_text(line_of(), 0, term_columns(), STYLE_PLAIN, "");
	term_text(line_of(), 1, -1, STYLE_BOLD, confirm_of(s)->question);
}

static void confirm_cursor(const struct screen *s, int *y, int *x)
{
	*y = line_of();
	*x = 1 + text_width(confirm_of(s)->question) + 1;
}

static enum next choose(struct screen *s, enum verb verb)
{
	/* The screen that asked may have been closed by an answer of the database. */
	const struct confirm c = *confirm_of(s);
	struct ui *ui = s->ui;
	struct screen *below = ui_below(ui, s);

	ui_next(ui, s, NEXT_CLOSE);
	if (below->serial == c.asker)
		ui_next(ui, below, c.yes(below, c.id, c.version));
	return NEXT_NOTHING;
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, {VERB_NONE, NULL}};
static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_NONE};

const struct screen_ops screen_confirm = {
        .context = CONTEXT_CONFIRM,
        .overlay = true,
        .actions = actions,
        .hints = hints,
        .open = confirm_open,
        .close = confirm_close,
        .paint = confirm_paint,
        .cursor = confirm_cursor,
};
