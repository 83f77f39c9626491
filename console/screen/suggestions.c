/* Chooses a template or a similar answer to put into the text below. */
#include "console/screen/screens.h"

#include "console/reply/compose.h"
#include "console/terminal/term.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

enum { INDENT = 1 };

/* Over the screen for writing: what can be put into the answer, and below it the text of what the
 * cursor is on. */
struct chooser {
	struct screen screen;
	struct list list;
	struct lines preview;
	size_t previewed; /* the item in preview, plus 1 */
};

static struct chooser *chooser_of(const struct screen *s)
{
	return (struct chooser *)(uintptr_t)s;
}

static struct compose *writer(const struct screen *s)
{
	return compose_of(ui_below(s->ui, s));
}

static const struct suggestions *suggestions_of(const struct chooser *c)
{
	return &writer(&c->screen)->suggestions;
}

static void count(struct list *l, const struct suggestions *m)
{
	list_set(l, m->n, m->awaited <= 0);
}

static void paint_item(const struct list *l, size_t i, int y)
{
	char *line = suggestions_line(suggestions_of(l->owner), i);

	list_row(l, i, y, STYLE_PLAIN, line);
	free(line);
}

static const struct list_ops rows = {
        .paint = paint_item,
        .empty = N_("no template, and no answer to a similar request"),
        .column = INDENT,
};

static struct screen *chooser_open(struct ui *ui, const struct ask *ask)
{
	struct chooser *c = xcalloc(1, sizeof(*c));

	screen_init(&c->screen, ui, &screen_suggestions);
	list_screen_init(&c->screen, &c->list, &rows);
	count(&c->list, &compose_of(ui_top(ui))->suggestions);
	return &c->screen;
}

static void chooser_close(struct screen *s)
{
	lines_release(&chooser_of(s)->preview);
	list_release(&chooser_of(s)->list);
	free(s);
}

static void chooser_resize(struct screen *s)
{
	chooser_of(s)->previewed = 0;
}

static void compute_preview(struct chooser *c, const struct suggestions_item *item)
{
	if (c->previewed == c->list.cursor + 1)
		return;
	lines_release(&c->preview);
	lines_init(&c->preview, term_columns());
	if (*item->about)
		lines_add(&c->preview, STYLE_FAINT, INDENT, item->about);
	lines_add(&c->preview, STYLE_PLAIN, INDENT, item->text);
	c->previewed = c->list.cursor + 1;
}

static void chooser_paint(struct screen *s)
{
	struct chooser *c = chooser_of(s);
	char *title = xasprintf(_("%lld · put in"), (long long)writer(s)->text.reply.id);
	const struct suggestions_item *item;

	frame_bar(s->ui);
	frame_title(title, "");
	free(title);
	list_place(&c->list, FRAME_TOP, frame_height() / 2);
	list_paint(&c->list);
	if (c->list.n == 0)
		return;
	item = &suggestions_of(c)->items[c->list.cursor];
	compute_preview(c, item);
	list_screen_preview(s, item->template ? _("Templates") : _("Answers to similar requests"),
	                    &c->preview);
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct chooser *c = chooser_of(s);
	struct compose *w = writer(s);

	if (list_screen_waits(s, verb) || c->list.n == 0)
		return NEXT_PAINT;
	reply_insert(&w->text.reply, w->suggestions.items[c->list.cursor].text);
	reply_screen_touched(&w->text);
	return NEXT_CLOSE;
}

static void chooser_refresh(struct screen *s)
{
	count(&chooser_of(s)->list, suggestions_of(chooser_of(s)));
	list_screen_replay(s);
}

static const struct action actions[] = {{VERB_CHOOSE, choose}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_suggestions = {
        .context = CONTEXT_PICKER,
        .actions = actions,
        .hints = hints,
        .open = chooser_open,
        .close = chooser_close,
        .resize = chooser_resize,
        .paint = chooser_paint,
        .cursor = list_screen_cursor,
        .key = list_screen_key,
        .refresh = chooser_refresh,
};
