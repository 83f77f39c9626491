/* What has to leave for other servers and people, and why something has not. */
#include "console/screen/screens.h"

#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/data/status.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"
#include "console/ui/report.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STATE = 12, SOURCE = 18, NARROW = 70, REASON_LINES = 3 };

/* The outbox: what leaves for the sources of the operator's cities: what was given up first. */
struct outbox {
	struct screen screen;
	bool all; /* also what was delivered */
	struct list list;
	struct reply_row {
		struct row *row; /* only the number and the city */
		int64_t seq, visible, next;
		int attempts;
		char *state, *source, *transport, *status, *reason; /* never NULL */
	} * v;
};

static const struct {
	const char *state, *word;
	enum style style;
} states[] = {
        {"dead", N_("given up"), STYLE_LATE},
        {"failed", N_("failed"), STYLE_SOON},
        {"pending", N_("waiting"), STYLE_PLAIN},
        {"delivered", N_("delivered"), STYLE_GOOD},
};
enum { STATES = sizeof(states) / sizeof(*states) };

static struct outbox *outbox_of(const struct screen *s)
{
	return (struct outbox *)(uintptr_t)s;
}

static int rows_height(void)
{
	int height = frame_height() - REASON_LINES - 1;

	return height > 0 ? height : 1;
}

static void forget(struct screen *s)
{
	struct outbox *o = outbox_of(s);

	for (size_t i = 0; i < o->list.n; i++) {
		struct reply_row *l = &o->v[i];
		row_free(l->row);
		free(l->state);
		free(l->source);
		free(l->transport);
		free(l->status);
		free(l->reason);
	}
	free(o->v);
	o->v = NULL;
}

static const struct reply_row *selected(const struct screen *s)
{
	const struct outbox *o = outbox_of(s);

	return o->list.cursor < o->list.n ? &o->v[o->list.cursor] : NULL;
}

static struct reply_row read_row(const PGresult *res, int i, struct row *row)
{
	return (struct reply_row){
	        .row = row,
	        .seq = db_result_int(res, i, "seq"),
	        .visible = db_result_int(res, i, "visible"),
	        .next = db_result_int(res, i, "next"),
	        .attempts = (int)db_result_int(res, i, "attempts"),
	        .state = result_field(res, i, "state"),
	        .source = result_field(res, i, "source"),
	        .transport = result_field(res, i, "transport"),
	        .status = result_field(res, i, "status"),
	        .reason = result_field(res, i, "reason"),
	};
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct outbox *o = outbox_of(s);
	size_t n;
	struct row **rows;

	if (!list_screen_answered(s, error, forget))
		return;
	n = (size_t)PQntuples(res);
	rows = result_rows(res);
	o->v = xcalloc(n + 1, sizeof(*o->v));
	for (size_t i = 0; i < n; i++)
		o->v[i] = read_row(res, (int)i, rows[i]);
	free(rows);
	list_set(&o->list, n, true);
	list_screen_replay(s);
}

static void load(struct screen *s)
{
	const char *params[] = {outbox_of(s)->all ? "{\"all\":true}" : "{}"};

	ui_ask(s, QUERY_OUTBOX, params, loaded);
}

static size_t state_of(const struct reply_row *l)
{
	size_t i = 0;

	while (i < STATES - 1 && strcmp(states[i].state, l->state) != 0)
		i++;
	return i;
}

static void paint_row(const struct list *list, size_t i, int y)
{
	const struct reply_row *l = &((const struct outbox *)list->owner)->v[i];
	struct buf line = {0};
	size_t state = state_of(l);

	report_cell(&line, STATE, _(states[state].word));
	buf_addf(&line, "%7" PRId64 " ", l->row->id);
	report_cell(&line, STATE, status_word(status_find(l->status)));
	report_cell(&line, term_columns() < NARROW ? SOURCE / 2 : SOURCE, l->source);
	buf_addf(&line, "%3d× %s", l->attempts, l->reason);
	list_row(list, i, y, STYLE_PLAIN, line.data);
	if (!list_highlights(list, i))
		term_style(y, 1, STATE, states[state].style);
	buf_release(&line);
}

static int64_t id_of(const void *owner, size_t i)
{
	return ((const struct outbox *)owner)->v[i].seq;
}

static const struct list_ops rows = {
        .paint = paint_row,
        .id = id_of,
        .empty = N_("Everything has arrived."),
        .column = 1,
};

static struct screen *outbox_open(struct ui *ui, const struct ask *ask)
{
	struct outbox *o = xcalloc(1, sizeof(*o));

	screen_init(&o->screen, ui, &screen_outbox);
	list_screen_init(&o->screen, &o->list, &rows);
	load(&o->screen);
	return &o->screen;
}

static void outbox_close(struct screen *s)
{
	forget(s);
	list_release(&outbox_of(s)->list);
	free(s);
}

/* Of the selected one all that is known, below the list. */
static void paint_reason(const struct reply_row *l, int64_t now, int y)
{
	struct lines lines;
	char *at;

	lines_init(&lines, term_columns());
	at = when_short(l->next ? l->next : l->visible, now);
	lines_addf(&lines, STYLE_HEADING, 1, "%s · %s · %s · %s %s", l->row->city, l->source,
	           l->transport, l->next ? _("next try") : _("since"), at);
	lines_add(&lines, STYLE_PLAIN, 1, l->reason);
	lines_paint(&lines, 0, y, REASON_LINES);
	lines_release(&lines);
	free(at);
}

static void outbox_paint(struct screen *s)
{
	struct outbox *o = outbox_of(s);
	int height = rows_height();
	char *position = list_position(&o->list);

	frame_bar(s->ui);
	frame_title(_("Outbox: what leaves for the sites"), position);
	free(position);
	list_place(&o->list, FRAME_TOP, height);
	list_paint(&o->list);
	if (selected(s))
		paint_reason(selected(s), session_now(s->ui->session), FRAME_TOP + height + 1);
}

static const struct row *outbox_request(const struct screen *s)
{
	return selected(s) ? selected(s)->row : NULL;
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct row *row = outbox_request(s);

	if (!list_screen_waits(s, verb) && row)
		ui_push(s->ui, SCREEN_REQUEST, &(struct ask){.id = row->id, .city = row->city});
	return NEXT_PAINT;
}

static enum next show(struct screen *s, enum verb verb)
{
	outbox_of(s)->all = verb == VERB_SHOW_ALL;
	load(s);
	return NEXT_PAINT;
}

static void replayed(struct screen *s, const PGresult *res, const struct db_error *error)
{
	if (error)
		ui_say_error(s->ui, error);
	else
		ui_say(s->ui, STYLE_GOOD, "%s", _("it is tried again"));
	load(s);
}

static enum next replay(struct screen *s, enum verb verb)
{
	const struct reply_row *l = selected(s);
	struct db_params params = {0};

	if (!l || !ui_ready(s->ui))
		return NEXT_PAINT;
	db_params_int(&params, l->seq);
	db_params_text(&params, l->source);
	ui_ask(s, QUERY_REPLAY, params.text, replayed);
	return NEXT_PAINT;
}

static const char *outbox_refuses(const struct screen *s, enum verb verb)
{
	const struct reply_row *l = selected(s);

	if (verb != VERB_REPLAY || (l && strcmp(l->state, "dead") == 0))
		return NULL;
	return _("only what was given up");
}

static const struct action actions[] = {{VERB_OPEN, open_request},
                                        {VERB_REPLAY, replay},
                                        {VERB_SHOW_OPEN, show},
                                        {VERB_SHOW_ALL, show},
                                        LIST_ACTIONS};

static const enum verb hints[] = {VERB_OPEN,     VERB_REPLAY, VERB_SHOW_ALL,
                                  VERB_GUIDANCE, VERB_BACK,   VERB_NONE};

const struct screen_ops screen_outbox = {
        .context = CONTEXT_OUTBOX,
        .actions = actions,
        .hints = hints,
        .open = outbox_open,
        .close = outbox_close,
        .paint = outbox_paint,
        .cursor = list_screen_cursor,
        .refuses = outbox_refuses,
        .refresh = load,
};
