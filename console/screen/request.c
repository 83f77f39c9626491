/* One request whole, with the acts that are possible on it. */
#include "console/screen/screens.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/status.h"
#include "console/queue/queue.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/scroll.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SMALL = 12 }; /* lines, below which the resident's words stand first */

struct request_screen {
	struct screen screen;
	int64_t id;
	struct detail detail; /* json NULL until it is loaded */
	struct lines lines;
	size_t top;
	bool stale;    /* it may have changed since it was loaded, and is being loaded again */
	int64_t as_of; /* when the database said so, seconds since 1970 */
	char *trouble; /* why it could not be loaded */
	bool listed;   /* it was opened from the list below, whose rows are its neighbours */
};

static struct request_screen *request_of(const struct screen *s)
{
	return (struct request_screen *)(uintptr_t)s;
}

static void compute(struct request_screen *r)
{
	int64_t now = session_now(r->screen.ui->session);

	lines_release(&r->lines);
	lines_init(&r->lines, term_columns());
	if (r->detail.json && frame_height() < SMALL)
		detail_lines_small(&r->detail, &r->lines, now);
	else if (r->detail.json)
		detail_lines(&r->detail, &r->lines, now);
	else if (r->trouble)
		lines_add(&r->lines, STYLE_ERROR, 1, r->trouble);
	r->top = scroll_top(r->top, r->top, r->lines.n, frame_height());
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct request_screen *r = request_of(s);
	struct detail detail = {0};

	free(r->trouble);
	r->trouble = error ? db_error_text(error) : NULL;
	if (detail_take(&detail, res, error) && detail.row->id == r->id) {
		detail_release(&r->detail);
		r->detail = detail;
		r->stale = false;
		r->as_of = session_now(s->ui->session);
		recent_keep(s->console->recent, &detail, r->as_of);
	} else {
		detail_release(&detail);
	}
	compute(r);
	s->ui->dirty = true;
}

static void load(struct screen *s)
{
	ui_ask_id(s, QUERY_REQUEST, request_of(s)->id, loaded);
}

static void show(struct request_screen *r, int64_t id)
{
	const struct recent_one *one;

	r->id = id;
	r->top = 0;
	detail_release(&r->detail);
	free(r->trouble);
	r->trouble = NULL;
	one = recent_find(r->screen.console->recent, id);
	if (one) {
		r->detail = detail_copy(&one->detail);
		r->as_of = one->at;
		r->stale = true;
	}
	compute(r);
	load(&r->screen);
	r->screen.ui->dirty = true;
}

static bool is_under_cursor(const struct screen *below, int64_t id)
{
	const struct row *row = below->ops->request ? below->ops->request(below) : NULL;

	return below->ops->step && (!below->ops->request || (row && row->id == id));
}

static struct screen *request_open(struct ui *ui, const struct ask *ask)
{
	struct request_screen *r = xcalloc(1, sizeof(*r));

	screen_init(&r->screen, ui, &screen_request);
	r->listed = is_under_cursor(ui_top(ui), ask->id);
	show(r, ask->id);
	return &r->screen;
}

static void request_close(struct screen *s)
{
	struct request_screen *r = request_of(s);

	detail_release(&r->detail);
	lines_release(&r->lines);
	free(r->trouble);
	free(r);
}

static void request_resize(struct screen *s)
{
	compute(request_of(s));
}

static const struct row *row_of(const struct request_screen *r)
{
	return r->detail.row ? r->detail.row : queue_find(r->screen.console->queue, r->id);
}

/* Without a connection, from when the text is; otherwise the city. The caller frees it. */
static char *right_text(const struct request_screen *r, const struct row *row)
{
	const struct session *session = r->screen.ui->session;
	char *at, *text;

	if (!session->down || !r->detail.json)
		return xstrdup(row ? row->city : "");
	at = when_short(r->as_of, session_now(session));
	text = xasprintf(_("as of %s"), at);
	free(at);
	return text;
}

static void request_paint(struct screen *s)
{
	struct request_screen *r = request_of(s);
	const struct row *row = row_of(r);
	char *left = row ? xasprintf("%" PRId64 " · %s · %s · %s", r->id, row->category,
	                             kind_word(row->kind), status_word(row->status))
	                 : xasprintf("%" PRId64, r->id);
	char *right;

	frame_bar(s->ui);
	right = right_text(r, row);
	frame_title(left, right);
	free(right);
	free(left);
	lines_paint(&r->lines, r->top, FRAME_TOP, frame_height());
}

static void request_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = 1;
}

static enum next scroll(struct screen *s, enum verb verb)
{
	struct request_screen *r = request_of(s);

	r->top = scroll_text(verb, r->top, r->lines.n, frame_height());
	return NEXT_PAINT;
}

/* Shows the request that stands by so many rows behind this one in the list that it was opened
 * from. Returns whether there is one. */
static bool step(struct screen *s, int by)
{
	struct request_screen *r = request_of(s);
	struct screen *list = ui_below(s->ui, s);
	int64_t id = r->listed ? list->ops->step(list, r->id, by) : 0;

	if (id)
		show(r, id);
	return id != 0;
}

static enum next neighbour(struct screen *s, enum verb verb)
{
	if (!request_of(s)->listed)
		ui_say(s->ui, STYLE_FAINT, "%s", _("it was not opened from a list"));
	else if (!step(s, verb == VERB_NEXT ? 1 : -1))
		ui_say(s->ui, STYLE_FAINT, "%s",
		       verb == VERB_NEXT ? _("this is the last one") : _("this is the first one"));
	return NEXT_PAINT;
}

static struct place request_attends(const struct screen *s)
{
	return (struct place){request_of(s)->id, DOING_VIEW};
}

static const struct row *request_request(const struct screen *s)
{
	return row_of(request_of(s));
}

static void request_changed(struct screen *s, const struct row *row, bool moved_on)
{
	struct request_screen *r = request_of(s);

	if (row->id != r->id || (moved_on && step(s, 1)))
		return;
	r->stale = true;
	load(s);
}

static const struct action actions[] = {
        {VERB_NEXT, neighbour}, {VERB_PREVIOUS, neighbour}, {VERB_DOWN, scroll},
        {VERB_UP, scroll},      {VERB_PAGE_DOWN, scroll},   {VERB_PAGE_UP, scroll},
        {VERB_FIRST, scroll},   {VERB_LAST, scroll},        {VERB_NONE, NULL},
};

static const enum verb hints[] = {
        VERB_ACCEPT,
        VERB_REFERRAL_ACCEPT,
        VERB_REFERRAL_ANSWER,
        VERB_REJECT,
        VERB_REFER,
        VERB_WRITE,
        VERB_APPROVE,
        VERB_PUBLISH,
        VERB_SEEN,
        VERB_SUBMIT,
        VERB_SPLIT,
        VERB_REOPEN,
        VERB_NEXT,
        VERB_TAKE,
        VERB_NONE,
};

const struct screen_ops screen_request = {
        .context = CONTEXT_REQUEST,
        .actions = actions,
        .hints = hints,
        .open = request_open,
        .close = request_close,
        .resize = request_resize,
        .paint = request_paint,
        .cursor = request_cursor,
        .request = request_request,
        .attends = request_attends,
        .changed = request_changed,
        .refresh = load,
};
