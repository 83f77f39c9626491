#include "console/app.h"
#include "console/ui/frame.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

/* What became of an act on many requests; Enter opens one. */
struct results {
	struct screen screen;
	size_t cursor, top;
};

static struct results *results_of(const struct screen *s)
{
	return (struct results *)(uintptr_t)s;
}

static struct screen *results_open(struct app *app, const struct ask *ask)
{
	struct results *r = xcalloc(1, sizeof(*r));
	screen_init(&r->screen, app, &screen_results);
	return &r->screen;
}

static void results_close(struct screen *s)
{
	free(s);
}

static size_t height(void)
{
	return frame_height() > 0 ? (size_t)frame_height() : 1;
}

static void keep_visible(struct results *r)
{
	const struct bulk *bulk = &r->screen.app->bulk;
	if (r->cursor >= bulk->n)
		r->cursor = bulk->n ? bulk->n - 1 : 0;
	if (r->cursor < r->top)
		r->top = r->cursor;
	if (r->cursor >= r->top + height())
		r->top = r->cursor - height() + 1;
}

static void paint_result(const struct screen *s, size_t i, int y)
{
	const struct bulk_result *result = &s->app->bulk.results[i];
	bool arrow = s->app->settings.arrow_cursor;
	bool selected = i == results_of(s)->cursor;
	const struct row *row = queue_find(&s->app->queue, result->id);
	char *line = xasprintf("%s%s%8" PRId64 "  %s%s%s", selected && arrow ? ">" : " ",
	                       result->done ? "  " : "! ", result->id, result->text,
	                       row ? " · " : "", row ? row->title : "");
	enum style style = selected && !arrow ? STYLE_SELECTED
	                   : result->done     ? STYLE_PLAIN
	                                      : STYLE_ERROR;
	term_text(y, 0, term_columns(), style, line);
	free(line);
}

static void results_paint(struct screen *s)
{
	struct results *r = results_of(s);
	const struct bulk *bulk = &s->app->bulk;
	keep_visible(r);
	char *right = xasprintf("%zu/%zu", bulk->n - bulk->failed, bulk->n);
	frame_bar(s->app);
	frame_title(verb_help(bulk->verb), right);
	free(right);
	for (size_t i = r->top; i < bulk->n && i < r->top + height(); i++)
		paint_result(s, i, FRAME_TOP + (int)(i - r->top));
}

static void results_cursor(const struct screen *s, int *y, int *x)
{
	const struct results *r = results_of(s);
	*y = FRAME_TOP + (int)(r->cursor - r->top);
	*x = 3;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct results *r = results_of(s);
	size_t last = s->app->bulk.n ? s->app->bulk.n - 1 : 0, page = height();
	if (verb == VERB_UP)
		r->cursor -= r->cursor > 0;
	else if (verb == VERB_DOWN)
		r->cursor += r->cursor < last;
	else if (verb == VERB_PAGE_UP)
		r->cursor = r->cursor > page ? r->cursor - page : 0;
	else if (verb == VERB_PAGE_DOWN)
		r->cursor = r->cursor + page < last ? r->cursor + page : last;
	else
		r->cursor = verb == VERB_FIRST ? 0 : last;
	return NEXT_PAINT;
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct bulk *bulk = &s->app->bulk;
	size_t at = results_of(s)->cursor;
	if (at < bulk->n)
		app_push(s->app, &screen_request, &(struct ask){.id = bulk->results[at].id});
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_OPEN, open_request}, {VERB_DOWN, move},  {VERB_UP, move},   {VERB_PAGE_DOWN, move},
        {VERB_PAGE_UP, move},      {VERB_FIRST, move}, {VERB_LAST, move}, {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_BACK, VERB_OPEN, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_results = {
        .context = CONTEXT_RESULTS,
        .actions = actions,
        .hints = hints,
        .open = results_open,
        .close = results_close,
        .paint = results_paint,
        .cursor = results_cursor,
};
