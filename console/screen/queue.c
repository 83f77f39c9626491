/* The queue of requests, which is always open at the bottom of the stack. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/filter/filter.h"
#include "console/filter/scope.h"
#include "console/queue/marks.h"
#include "console/queue/preview.h"
#include "console/queue/queue.h"
#include "console/queue/queue_paint.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/program/settings.h"

#include <stdlib.h>
#include <string.h>

/* The filter is the title; the headings are above the rows. */
enum { HEADING_LINE = FRAME_TOP, FIRST_ROW };

static struct queue *queue_of(const struct screen *s)
{
	return s->console->queue;
}

static int rows_height(const struct console *console)
{
	return term_lines() - FIRST_ROW - FRAME_BOTTOM - preview_height(console->preview);
}

static void queue_screen_resize(struct screen *s)
{
	queue_place(queue_of(s), FIRST_ROW, rows_height(s->console));
	preview_resize(s->console->preview);
}

static void queue_screen_wake(struct screen *s)
{
	queue_wake(queue_of(s));
	preview_wake(s->console->preview);
}

static struct screen *queue_screen_open(struct ui *ui, const struct ask *ask)
{
	struct queue *q = ui->console->queue;
	struct screen *s = xcalloc(1, sizeof(*s));

	screen_init(s, ui, &screen_queue);
	s->list = &q->pages.list;
	queue_place(q, FIRST_ROW, rows_height(ui->console));
	return s;
}

static void queue_screen_close(struct screen *s)
{
	free(s);
}

static void paint_filter(const struct screen *s)
{
	const struct queue *q = queue_of(s);
	char *filter = text_visible(q->filter, strlen(q->filter), TEXT_ONE_LINE);
	char *position = queue_position(q, s->console->marks->n);

	frame_title(*filter ? filter : "status:new,pending", position);
	free(position);
	free(filter);
}

static void queue_screen_paint(struct screen *s)
{
	struct queue *q = queue_of(s);
	const struct list *l = s->list;
	const struct preview *preview = s->console->preview;
	char *heading;

	q->columns =
	        queue_columns(preview_list_columns(preview), queue_biggest(q->pages.rows, l->n));
	preview_follow(s->console->preview);
	frame_bar(s->ui);
	paint_filter(s);
	list_place(s->list, FIRST_ROW, rows_height(s->console));
	heading = queue_heading(&q->columns);
	term_text(HEADING_LINE, 0, q->columns.total, STYLE_FAINT, heading);
	free(heading);
	list_paint(l);
	preview_paint(preview, HEADING_LINE, l->y + l->height);
}

static enum next move(struct screen *s, enum verb verb)
{
	queue_move(queue_of(s), verb);
	return NEXT_PAINT;
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct row *row = queue_selected(queue_of(s));

	if (row)
		ui_push(s->ui, SCREEN_REQUEST,
		        &(struct ask){.id = row->id, .version = row->version, .city = row->city});
	return NEXT_PAINT;
}

static const struct row *queue_screen_request(const struct screen *s)
{
	return queue_selected(queue_of(s));
}

/* An act may have moved the cursor on already. */
static int64_t queue_screen_step(struct screen *s, int64_t id, int by)
{
	struct queue *q = queue_of(s);
	const struct row *selected = queue_selected(q);

	if (selected && selected->id == id)
		queue_move(q, by < 0 ? VERB_UP : VERB_DOWN);
	selected = queue_selected(q);
	return selected && selected->id != id ? selected->id : 0;
}

static enum next mark(struct screen *s, enum verb verb)
{
	const struct row *row = queue_selected(queue_of(s));

	if (row && !marks_toggle(s->console->marks, row))
		ui_say(s->ui, STYLE_ERROR, _("no more than %d can be marked"), MARKS_MAX);
	if (verb == VERB_MARK_DOWN)
		queue_move(queue_of(s), VERB_DOWN);
	return NEXT_PAINT;
}

/* What the filter finds, in memory or not. */
static void take_all(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct marks *m = s->console->marks;
	struct row **rows;
	int n;

	if (error) {
		ui_say_error(s->ui, error);
		return;
	}
	n = PQntuples(res);
	rows = result_rows(res);
	for (int i = 0; i < n; i++) {
		if (!marks_add(m, rows[i]))
			ui_say(s->ui, STYLE_ERROR, _("no more than %d can be marked"), MARKS_MAX);
		row_free(rows[i]);
	}
	free(rows);
	s->ui->dirty = true;
}

static enum next mark_all(struct screen *s, enum verb verb)
{
	struct db_params params = {0};

	if (!ui_ready(s->ui))
		return NEXT_PAINT;
	db_params_text(&params, queue_of(s)->json);
	for (int i = 0; i < 3; i++)
		db_params_text(&params, NULL); /* from the first row on */
	db_params_bool(&params, false);
	db_params_int(&params, MARKS_MAX + 1);
	ui_ask(s, QUERY_PAGE, params.text, take_all);
	return NEXT_PAINT;
}

static enum next unmark_all(struct screen *s, enum verb verb)
{
	marks_clear(s->console->marks);
	return NEXT_PAINT;
}

static enum next apply(struct screen *s, char *filter)
{
	char *complaint = queue_filter(queue_of(s), filter);

	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	session_badges(s->ui->session);
	free(complaint);
	free(filter);
	return NEXT_PAINT;
}

/* Of what is open, all: whatever else the filter said. */
static enum next show_open(struct screen *s, enum verb verb)
{
	return apply(s, filter_said(&filter_requests, "status:new,pending"));
}

static enum next show(struct screen *s, enum verb verb)
{
	char *without_id = filter_with(&filter_requests, queue_of(s)->filter, "id", NULL);
	enum next next =
	        apply(s, filter_with(&filter_requests, without_id, "status", scope_status(verb)));

	free(without_id);
	return next;
}

static enum next next_city(struct screen *s, enum verb verb)
{
	const struct session *session = s->ui->session;
	char *code = filter_value(&filter_requests, queue_of(s)->filter, "city");
	const struct city *city = code ? session_city(session, code) : NULL;
	size_t next = city ? (size_t)(city - session->cities) + 1 : 0;
	const char *wanted = next < session->cities_n ? session->cities[next].code : NULL;

	free(code);
	return apply(s, filter_with(&filter_requests, queue_of(s)->filter, "city", wanted));
}

/* The next of the orders that there are. */
static enum next sort(struct screen *s, enum verb verb)
{
	static const char *const orders[] = {"due", "-due", "-received", "received"};
	enum { ORDERS = sizeof(orders) / sizeof(*orders) };
	char *now = filter_value(&filter_requests, queue_of(s)->filter, "sort");
	size_t i = 0;

	while (now && i < ORDERS - 1 && strcmp(orders[i], now) != 0)
		i++;
	free(now);
	queue_of(s)->to_top = true;
	return apply(s, filter_with(&filter_requests, queue_of(s)->filter, "sort",
	                            orders[(i + 1) % ORDERS]));
}

static enum next ask_filter(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_FILTER, &(struct ask){0});
	return NEXT_PAINT;
}

static const struct action actions[] = {
        {VERB_OPEN, open_request},
        {VERB_MARK, mark},
        {VERB_MARK_DOWN, mark},
        {VERB_MARK_ALL, mark_all},
        {VERB_UNMARK_ALL, unmark_all},
        {VERB_FILTER, ask_filter},
        {VERB_SHOW_OPEN, show_open},
        {VERB_SHOW_NEW, show},
        {VERB_SHOW_PENDING, show},
        {VERB_SHOW_ANSWERED, show},
        {VERB_SHOW_REJECTED, show},
        {VERB_SHOW_ALL, show},
        {VERB_NEXT_CITY, next_city},
        {VERB_SORT, sort},
        {VERB_DOWN, move},
        {VERB_UP, move},
        {VERB_PAGE_DOWN, move},
        {VERB_PAGE_UP, move},
        {VERB_FIRST, move},
        {VERB_LAST, move},
        {VERB_NONE, NULL},
};

/* The acts of everybody; those that cannot be done with the request under the cursor are left out.
 */
static const enum verb hints[] = {
        VERB_ACCEPT,  VERB_REFERRAL_ACCEPT, VERB_REJECT, VERB_REFER, VERB_WRITE,
        VERB_APPROVE, VERB_PUBLISH,         VERB_SUBMIT, VERB_SPLIT, VERB_SEEN,
        VERB_REOPEN,  VERB_FILTER,          VERB_TAKE,   VERB_QUIT,  VERB_NONE,
};

const struct screen_ops screen_queue = {
        .context = CONTEXT_QUEUE,
        .actions = actions,
        .hints = hints,
        .open = queue_screen_open,
        .close = queue_screen_close,
        .resize = queue_screen_resize,
        .paint = queue_screen_paint,
        .cursor = list_screen_cursor,
        .request = queue_screen_request,
        .step = queue_screen_step,
        .bulk = true,
        .wake = queue_screen_wake,
};
