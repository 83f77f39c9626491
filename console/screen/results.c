/* What became of an act on many requests, orders or defects; Enter opens one. */
#include "console/screen/screens.h"

#include "console/action/bulk.h"
#include "console/data/row.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

struct results {
	struct screen screen;
	struct list list;
};

static void results_close(struct screen *s)
{
	free(s);
}

static void paint_result(const struct list *l, size_t i, int y)
{
	const struct console *console = ((const struct screen *)l->owner)->console;
	const struct bulk_result *result = &console->bulk->results[i];
	const struct row *row = console->bulk->opens == SCREEN_REQUEST
	                                ? queue_find(console->queue, result->id)
	                                : NULL;
	char *line = xasprintf("%s%8" PRId64 "  %s%s%s", result->done ? "  " : "! ", result->id,
	                       result->text, row ? " · " : "", row ? row->title : "");

	list_row(l, i, y, result->done ? STYLE_PLAIN : STYLE_ERROR, line);
	free(line);
}

static const struct list_ops rows = {.paint = paint_result, .column = 3};

static struct screen *results_open(struct ui *ui, const struct ask *ask)
{
	struct results *r = xcalloc(1, sizeof(*r));

	screen_init(&r->screen, ui, &screen_results);
	list_screen_init(&r->screen, &r->list, &rows);
	return &r->screen;
}

static void results_paint(struct screen *s)
{
	struct list *l = s->list;
	const struct bulk *bulk = s->console->bulk;
	char *right = xasprintf("%zu/%zu", bulk->n - bulk->failed, bulk->n);

	frame_bar(s->ui);
	frame_title(verb_help(bulk->verb), right);
	free(right);
	list_set(l, bulk->n, true);
	list_place(l, FRAME_TOP, frame_height());
	list_paint(l);
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct bulk *bulk = s->console->bulk;
	size_t at = s->list->cursor;

	if (at < bulk->n)
		ui_push(s->ui, bulk->opens, &(struct ask){.id = bulk->results[at].id});
	return NEXT_PAINT;
}

static int64_t results_step(struct screen *s, int64_t id, int by)
{
	const struct bulk *bulk = s->console->bulk;
	struct list *l = s->list;

	if (l->cursor >= bulk->n || bulk->results[l->cursor].id != id ||
	    !list_move(l, by < 0 ? VERB_UP : VERB_DOWN))
		return 0;
	return bulk->results[l->cursor].id;
}

static const struct action actions[] = {{VERB_OPEN, open_request}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_BACK, VERB_OPEN, VERB_DOWN, VERB_UP, VERB_NONE};

const struct screen_ops screen_results = {
        .context = CONTEXT_RESULTS,
        .actions = actions,
        .hints = hints,
        .open = results_open,
        .close = results_close,
        .paint = results_paint,
        .cursor = list_screen_cursor,
        .step = results_step,
};
