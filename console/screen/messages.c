/* The open messages to district officers, the most urgent first, and below them the one under the
 * cursor whole: its beat, who is in charge there now, and what its officer may read. An officer has
 * the own ones, with the own beats in the title and, where that is so, that one is away. */
#include "console/screen/screens.h"

#include "console/data/duty.h"
#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/status.h"
#include "console/data/zones.h"
#include "console/queue/presence.h"
#include "console/queue/queue_paint.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LONGEST_WAIT = 60 * 60 }; /* s: a clock may be set */

struct messages {
	struct screen screen;
	struct list list;
	struct queue_columns columns;
	struct row **rows;
	struct detail detail; /* of the one under the cursor, or of an earlier one */
	struct lines preview;
	struct duty duty;   /* empty for who is no officer */
	int64_t changes_at; /* when it is otherwise; 0: never */
};

static struct messages *messages_of(const struct screen *s)
{
	return (struct messages *)(uintptr_t)s;
}

static const struct row *selected(const struct screen *s)
{
	const struct messages *m = messages_of(s);

	return m->list.cursor < m->list.n ? m->rows[m->list.cursor] : NULL;
}

static void compute(struct messages *m)
{
	const struct row *row = selected(&m->screen);

	lines_release(&m->preview);
	lines_init(&m->preview, term_columns());
	if (row && m->detail.json && m->detail.row->id == row->id)
		detail_lines(&m->detail, &m->preview, session_now(m->screen.ui->session));
	m->screen.ui->dirty = true;
}

static void opened(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct messages *m = messages_of(s);

	if (!detail_take(&m->detail, res, error))
		return;
	recent_keep(s->console->recent, &m->detail, session_now(s->ui->session));
	compute(m);
}

static void load_selected(void *owner)
{
	struct messages *m = owner;
	const struct row *row = selected(&m->screen);

	compute(m);
	if (row)
		ui_ask_id(&m->screen, QUERY_REQUEST, row->id, opened);
}

static void release_rows(struct messages *m)
{
	for (size_t i = 0; i < m->list.n; i++)
		row_free(m->rows[i]);
	free(m->rows);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct messages *m = messages_of(s);

	s->ui->dirty = true;
	if (error) {
		list_fail(&m->list, db_error_text(error));
		return;
	}
	release_rows(m);
	m->rows = result_rows(res);
	list_set(&m->list, (size_t)PQntuples(res), true);
	load_selected(m);
	list_screen_replay(s);
}

/* An absence begins and ends without anybody doing anything, and whose the messages are with it. */
static void wait_for_change(struct screen *s)
{
	int64_t now = session_now(s->ui->session);
	int64_t at = duty_changes(&messages_of(s)->duty, now);

	if (at)
		ui_wake_in(s->ui, at - now < LONGEST_WAIT ? (int)(at - now + 1) * 1000
		                                          : LONGEST_WAIT * 1000);
}

static void duty_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct messages *m = messages_of(s);

	if (error)
		return;
	duty_take(&m->duty, res);
	m->changes_at = duty_changes(&m->duty, session_now(s->ui->session));
	wait_for_change(s);
	s->ui->dirty = true;
}

static void load(struct screen *s)
{
	ui_ask(s, QUERY_MESSAGES, NULL, loaded);
	if (session_has_role(s->ui->session, "officer"))
		ui_ask(s, QUERY_DUTY, NULL, duty_came);
}

static void messages_wake(struct screen *s)
{
	struct messages *m = messages_of(s);

	if (m->changes_at && m->changes_at <= session_now(s->ui->session))
		load(s);
	else
		wait_for_change(s);
}

static void paint_row(const struct list *l, size_t i, int y)
{
	const struct messages *m = l->owner;
	const struct console *console = m->screen.console;
	const struct row *row = m->rows[i];
	const struct queue_look look = {
	        .selected = i == l->cursor,
	        .arrow = l->arrow,
	        .now = session_now(console->ui->session),
	        .there = presence_find(console->presence, row->id),
	};

	queue_paint(&m->columns, row, &look, y);
}

static int64_t id_of(const void *owner, size_t i)
{
	const struct messages *m = owner;

	return m->rows[i]->id;
}

static const struct list_ops rows = {
        .paint = paint_row,
        .id = id_of,
        .moved = load_selected,
        .empty = N_("no open messages"),
        .column = QUEUE_SIGNS,
};

static struct screen *messages_open(struct ui *ui, const struct ask *ask)
{
	struct messages *m = xcalloc(1, sizeof(*m));

	screen_init(&m->screen, ui, &screen_messages);
	list_screen_init(&m->screen, &m->list, &rows);
	load(&m->screen);
	return &m->screen;
}

static void messages_close(struct screen *s)
{
	struct messages *m = messages_of(s);

	release_rows(m);
	detail_release(&m->detail);
	lines_release(&m->preview);
	duty_release(&m->duty);
	list_release(&m->list);
	free(m);
}

static void messages_resize(struct screen *s)
{
	compute(messages_of(s));
}

static void paint_title(const struct messages *m)
{
	char *beats = duty_beats(&m->duty);
	char *right = xasprintf("%s%s%zu", beats, *beats ? " · " : "", m->list.n);

	frame_title(_("Messages to district officers"), m->list.complete ? right : beats);
	free(right);
	free(beats);
}

/* Whether the officer is away, or stands in for another one. Returns how many lines that takes. */
static int paint_state(const struct messages *m)
{
	char *state = duty_state(&m->duty, session_now(m->screen.ui->session), zones_first());

	if (!state)
		return 0;
	term_text(FRAME_TOP, 0, term_columns(), STYLE_PLAIN, "");
	term_text(FRAME_TOP, 1, term_columns() - 1, STYLE_SOON, state);
	free(state);
	return 1;
}

/* The one under the cursor, below the list. */
static void paint_message(const struct screen *s)
{
	const struct row *row = selected(s);
	char *title;

	if (!row)
		return;
	title = xasprintf("%" PRId64 " · %s · %s", row->id, row->category,
	                  status_word(row->status));
	list_screen_preview(s, title, &messages_of(s)->preview);
	free(title);
}

static void messages_paint(struct screen *s)
{
	struct messages *m = messages_of(s);
	struct list *l = &m->list;
	int state;

	m->columns = queue_columns(term_columns(), queue_biggest(m->rows, l->n));
	frame_bar(s->ui);
	paint_title(m);
	state = paint_state(m);
	list_place(l, FRAME_TOP + state, frame_height() / 2);
	list_paint(l);
	paint_message(s);
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct row *row = selected(s);

	if (!list_screen_waits(s, verb) && row)
		ui_push(s->ui, SCREEN_REQUEST,
		        &(struct ask){.id = row->id, .version = row->version, .city = row->city});
	return NEXT_PAINT;
}

/* What was answered is no longer open: the list is read again. The next key is for the next
 * message, though what was answered is there until then. */
static void messages_changed(struct screen *s, const struct row *row, bool moved_on)
{
	const struct row *here = selected(s);

	if (moved_on && here && here->id == row->id)
		list_move(s->list, VERB_DOWN);
	load(s);
}

static const struct action actions[] = {{VERB_OPEN, open_request}, LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN,  VERB_WRITE, VERB_ACCEPT, VERB_TAKE,
                                  VERB_REFER, VERB_DUTY,  VERB_BACK,   VERB_NONE};

const struct screen_ops screen_messages = {
        .context = CONTEXT_MESSAGES,
        .actions = actions,
        .hints = hints,
        .open = messages_open,
        .close = messages_close,
        .resize = messages_resize,
        .paint = messages_paint,
        .cursor = list_screen_cursor,
        .request = selected,
        .step = list_screen_step,
        .changed = messages_changed,
        .refresh = load,
        .wake = messages_wake,
};
