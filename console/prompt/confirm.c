/* Asks yes or no about what cannot be taken back. */
#include "console/prompt/prompts.h"

#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
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
	char *(*warn)(struct console *console, const PGresult *res); /* NULL: nothing is awaited */
	bool chosen; /* before what is awaited was there */
};

enum { MOST_LINES = 6 };

static enum next choose(struct screen *s, enum verb verb);

static struct confirm *confirm_of(const struct screen *s)
{
	return (struct confirm *)(uintptr_t)s;
}

/* Who answered before the warning was there answers once more. */
static void checked(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct confirm *c = confirm_of(s);
	char *warning = error ? NULL : c->warn(s->console, res);

	c->warn = NULL;
	s->ui->dirty = true;
	if (warning) {
		char *whole = xasprintf("%s %s", warning, c->question);
		free(c->question);
		c->question = whole;
		free(warning);
	} else if (c->chosen) {
		choose(s, VERB_CHOOSE);
	}
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
	c->warn = ask->warn;
	if (c->warn)
		ui_ask(&c->screen, ask->check, &ask->param, checked);
	return &c->screen;
}

static void confirm_close(struct screen *s)
{
	free(confirm_of(s)->question);
	free(s);
}

/* The question, wrapped. */
static void wrap(const struct confirm *c, struct lines *l)
{
	lines_init(l, term_columns());
	lines_add(l, STYLE_BOLD, 1, c->question);
	if (c->warn)
		lines_add(l, STYLE_FAINT, 1, "…");
}

static size_t shown(const struct lines *l)
{
	return l->n < MOST_LINES ? l->n : MOST_LINES;
}

static void confirm_paint(struct screen *s)
{
	struct lines l;
	int y = FRAME_TOP + frame_height();

	wrap(confirm_of(s), &l);
	y -= (int)shown(&l);
	for (int i = 0; i < (int)shown(&l); i++)
		term_text(y + i, 0, term_columns(), STYLE_PLAIN, "");
	lines_paint(&l, 0, y, (int)shown(&l));
	lines_release(&l);
}

static void confirm_cursor(const struct screen *s, int *y, int *x)
{
	struct lines l;
	size_t n;

	wrap(confirm_of(s), &l);
	n = shown(&l);
	*y = FRAME_TOP + frame_height() - 1;
	*x = 1 + text_width(l.v[n - 1].text) + 1;
	lines_release(&l);
}

static enum next choose(struct screen *s, enum verb verb)
{
	/* The screen that asked may have been closed by an answer of the database. */
	const struct confirm c = *confirm_of(s);
	struct ui *ui = s->ui;
	struct screen *below = ui_below(ui, s);

	if (c.warn) {
		confirm_of(s)->chosen = true;
		return NEXT_NOTHING;
	}
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
