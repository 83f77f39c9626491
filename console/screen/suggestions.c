#include "console/app.h"
#include "console/reply/compose.h"
#include "console/ui/frame.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

enum { INDENT = 1 };

/* Over the screen for writing: what can be put into the answer, and below it the text of what the
 * cursor is on. */
struct chooser {
	struct screen screen;
	size_t cursor, top;
	size_t wanted; /* a digit that came before its item, 0: none */
	bool chosen;   /* Enter came before the item */
	struct lines preview;
	size_t previewed; /* the item in preview, plus 1 */
};

static struct chooser *chooser_of(const struct screen *s)
{
	return (struct chooser *)(uintptr_t)s;
}

static struct compose *writer(const struct screen *s)
{
	return compose_of(app_below(s->app, s));
}

static struct screen *chooser_open(struct app *app, const struct ask *ask)
{
	struct chooser *c = xcalloc(1, sizeof(*c));
	screen_init(&c->screen, app, &screen_material);
	return &c->screen;
}

static void chooser_close(struct screen *s)
{
	lines_release(&chooser_of(s)->preview);
	free(s);
}

static void chooser_resize(struct screen *s)
{
	chooser_of(s)->previewed = 0;
}

static size_t rows(const struct suggestions *m)
{
	size_t half = frame_height() > 2 ? (size_t)frame_height() / 2 : 1;
	return m->n < half ? m->n : half;
}

static void compute_preview(struct chooser *c, const struct suggestions *m)
{
	if (c->previewed == c->cursor + 1)
		return;
	lines_release(&c->preview);
	lines_init(&c->preview, term_columns());
	if (*m->items[c->cursor].about)
		lines_add(&c->preview, STYLE_FAINT, INDENT, m->items[c->cursor].about);
	lines_add(&c->preview, STYLE_PLAIN, INDENT, m->items[c->cursor].text);
	c->previewed = c->cursor + 1;
}

static void paint_item(const struct chooser *c, const struct suggestions *m, size_t i, int y)
{
	bool arrow = c->screen.app->settings.arrow_cursor;
	bool selected = i == c->cursor;
	char *line = suggestions_line(m, i);
	char *text = xasprintf("%s%s", selected && arrow ? ">" : " ", line);
	term_text(y, 0, term_columns(), selected && !arrow ? STYLE_SELECTED : STYLE_PLAIN, text);
	free(text);
	free(line);
}

static void chooser_paint(struct screen *s)
{
	struct chooser *c = chooser_of(s);
	const struct suggestions *m = &writer(s)->material;
	size_t n = rows(m);
	if (c->cursor < c->top)
		c->top = c->cursor;
	if (c->cursor >= c->top + n)
		c->top = n ? c->cursor - n + 1 : 0;
	char *title = xasprintf(_("%lld · put in"), (long long)writer(s)->letter.id);
	frame_bar(s->app);
	frame_title(title, "");
	free(title);
	if (m->n == 0) {
		term_text(FRAME_TOP, INDENT, -1, STYLE_FAINT,
		          m->awaited > 0 ? "…"
		                         : _("no template, and no answer to a similar request"));
		return;
	}
	compute_preview(c, m);
	for (size_t i = c->top; i < m->n && i < c->top + n; i++)
		paint_item(c, m, i, FRAME_TOP + (int)(i - c->top));
	int y = FRAME_TOP + (int)n;
	term_text(y, 0, term_columns(), STYLE_HEADING,
	          m->items[c->cursor].template ? _("── Templates")
	                                       : _("── Answers to similar requests"));
	lines_paint(&c->preview, 0, y + 1, frame_height() - (int)n - 1);
}

static void chooser_cursor(const struct screen *s, int *y, int *x)
{
	const struct chooser *c = chooser_of(s);
	*y = FRAME_TOP + (int)(c->cursor - c->top);
	*x = INDENT;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct chooser *c = chooser_of(s);
	const struct suggestions *m = &writer(s)->material;
	size_t last = m->n ? m->n - 1 : 0;
	if (verb == VERB_UP)
		c->cursor -= c->cursor > 0;
	else if (verb == VERB_DOWN)
		c->cursor += c->cursor < last;
	else
		c->cursor = verb == VERB_FIRST || verb == VERB_PAGE_UP ? 0 : last;
	return NEXT_PAINT;
}

static enum next chooser_key(struct screen *s, keycode k)
{
	const struct suggestions *m = &writer(s)->material;
	if (k < '1' || k > '9')
		return NEXT_NOTHING;
	if (k - '1' < m->n)
		chooser_of(s)->cursor = k - '1';
	else if (m->awaited > 0)
		chooser_of(s)->wanted = k - '0';
	return NEXT_PAINT;
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct chooser *c = chooser_of(s);
	struct compose *w = writer(s);
	c->chosen = w->material.awaited > 0 && (w->material.n == 0 || c->wanted);
	if (c->chosen || w->material.n == 0)
		return NEXT_PAINT;
	reply_insert(&w->letter, w->material.items[c->cursor].text);
	compose_touched(w);
	return NEXT_CLOSE;
}

/* Keys may be faster than the database. */
static void chooser_refresh(struct screen *s)
{
	struct chooser *c = chooser_of(s);
	const struct suggestions *m = &writer(s)->material;
	if (c->wanted && c->wanted <= m->n)
		c->cursor = c->wanted - 1;
	if (c->wanted <= m->n || m->awaited == 0)
		c->wanted = 0;
	if (c->chosen)
		app_next(s->app, s, choose(s, VERB_CHOOSE));
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_DOWN, move},  {VERB_UP, move},   {VERB_PAGE_DOWN, move},
        {VERB_PAGE_UP, move},  {VERB_FIRST, move}, {VERB_LAST, move}, {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_material = {
        .context = CONTEXT_PICKER,
        .actions = actions,
        .hints = hints,
        .open = chooser_open,
        .close = chooser_close,
        .resize = chooser_resize,
        .paint = chooser_paint,
        .cursor = chooser_cursor,
        .key = chooser_key,
        .refresh = chooser_refresh,
};
