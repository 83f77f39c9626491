#include "console/request/similar.h"
#include "console/action/actions.h"
#include "console/app.h"
#include "console/ui/frame.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

enum { INDENT = 1, HEADINGS = 2, WORDS = 3 };

static struct screen *similar_open(struct app *app, const struct ask *ask)
{
	struct similar *s = xcalloc(1, sizeof(*s));
	screen_init(&s->screen, app, &screen_similar);
	s->id = ask->id;
	s->version = ask->version;
	similar_load(s);
	return &s->screen;
}

static void similar_close(struct screen *screen)
{
	similar_release(similar_of(screen));
	free(screen);
}

static void similar_resize(struct screen *screen)
{
	similar_compute(similar_of(screen));
}

/* From above: the words of this request, the list, all of the one under the cursor. */
static int words_height(const struct similar *s)
{
	int most = frame_height() < 12 ? 1 : WORDS;
	return (int)s->words.n < most ? (int)s->words.n : most;
}

static int rows(const struct similar *s)
{
	int half = (frame_height() - words_height(s) - HEADINGS) / 2;
	int n = s->n ? (int)s->n : 1;
	if (half < 1)
		half = 1;
	return n < half ? n : half;
}

static int first_row(const struct similar *s)
{
	return FRAME_TOP + words_height(s) + 1;
}

static void paint_item(const struct similar *s, size_t i, int y)
{
	bool arrow = s->screen.app->settings.arrow_cursor;
	bool selected = i == s->cursor;
	char digit[8] = " ";
	if (i < 9)
		snprintf(digit, sizeof(digit), "%zu", i + 1);
	char *text = xasprintf("%s%s %s", selected && arrow ? ">" : " ", digit, s->items[i].line);
	term_text(y, 0, term_columns(), selected && !arrow ? STYLE_SELECTED : STYLE_PLAIN, text);
	free(text);
}

static void similar_paint(struct screen *screen)
{
	struct similar *s = similar_of(screen);
	size_t n = (size_t)rows(s);
	int y = first_row(s);
	if (s->cursor < s->top)
		s->top = s->cursor;
	if (s->cursor >= s->top + n)
		s->top = s->cursor - n + 1;
	char *title = xasprintf(_("%lld · is the same as"), (long long)s->id);
	frame_bar(screen->app);
	frame_title(title, "");
	free(title);
	lines_paint(&s->words, 0, FRAME_TOP, words_height(s));
	term_text(y - 1, 0, term_columns(), STYLE_HEADING, _("── Near and similar"));
	if (s->n == 0)
		term_text(y, INDENT, -1, STYLE_FAINT,
		          s->loaded ? _("nothing near, nothing similar") : "…");
	for (size_t i = s->top; i < s->n && i < s->top + n; i++)
		paint_item(s, i, y + (int)(i - s->top));
	y += (int)n;
	term_text(y, 0, term_columns(), STYLE_HEADING, "──");
	lines_paint(&s->preview, 0, y + 1, FRAME_TOP + frame_height() - y - 1);
}

static void similar_cursor(const struct screen *screen, int *y, int *x)
{
	const struct similar *s = similar_of(screen);
	*y = first_row(s) + (int)(s->cursor - s->top);
	*x = INDENT + 2;
}

static enum next go(struct similar *s, size_t to)
{
	if (to < s->n && to != s->cursor) {
		s->cursor = to;
		similar_load_other(s);
	}
	return NEXT_PAINT;
}

static enum next move(struct screen *screen, enum verb verb)
{
	struct similar *s = similar_of(screen);
	size_t last = s->n ? s->n - 1 : 0;
	if (verb == VERB_UP)
		return go(s, s->cursor ? s->cursor - 1 : 0);
	if (verb == VERB_DOWN)
		return go(s, s->cursor + 1);
	return go(s, verb == VERB_FIRST || verb == VERB_PAGE_UP ? 0 : last);
}

static enum next similar_key(struct screen *screen, keycode k)
{
	return k >= '1' && k <= '9' ? go(similar_of(screen), k - '1') : NEXT_NOTHING;
}

static enum next choose(struct screen *screen, enum verb verb)
{
	struct similar *s = similar_of(screen);
	char into[24], version[16];
	if (s->n == 0 || !session_ready(&screen->app->session))
		return NEXT_PAINT;
	const struct similar_item *item = &s->items[s->cursor];
	snprintf(into, sizeof(into), "%" PRId64, item->id);
	snprintf(version, sizeof(version), "%d", act_version(screen->app, item->id, item->version));
	return act_finish(screen, VERB_MERGE, s->id, s->version, into, version);
}

static enum next other(struct screen *screen, enum verb verb)
{
	app_push(screen->app, &screen_into, &(struct ask){0});
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_CHOOSE, choose}, {VERB_OTHER, other},    {VERB_DOWN, move},
        {VERB_UP, move},       {VERB_PAGE_DOWN, move}, {VERB_PAGE_UP, move},
        {VERB_FIRST, move},    {VERB_LAST, move},      {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_BACK, VERB_OTHER,
                                  VERB_DOWN,   VERB_UP,   VERB_NONE};

const struct screen_ops screen_similar = {
        .context = CONTEXT_PICKER,
        .actions = actions,
        .hints = hints,
        .open = similar_open,
        .close = similar_close,
        .resize = similar_resize,
        .paint = similar_paint,
        .cursor = similar_cursor,
        .key = similar_key,
};
