#include "console/app.h"
#include "console/data/result.h"
#include "console/queue/queue_line.h"
#include "console/request/request_detail.h"
#include "console/ui/frame.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

/* The open messages to district officers, the most urgent first, and below them the one under the
 * cursor whole: its beat, who is in charge there now, and what its officer may read. */
struct messages {
	struct screen screen;
	struct row **rows;
	size_t n, cursor, top;
	bool loaded;
	char *trouble;        /* why there is nothing */
	struct detail detail; /* of the one under the cursor, or of an earlier one */
	struct lines preview;
};

#define FILTER "{\"kind\": [\"message\"], \"status\": [\"new\", \"pending\"]}"
#define MOST   "200"

static struct messages *messages_of(const struct screen *s)
{
	return (struct messages *)(uintptr_t)s;
}

static const struct row *selected(const struct screen *s)
{
	const struct messages *m = messages_of(s);
	return m->cursor < m->n ? m->rows[m->cursor] : NULL;
}

static void compute(struct messages *m)
{
	const struct row *row = selected(&m->screen);
	lines_release(&m->preview);
	lines_init(&m->preview, term_columns());
	if (row && m->detail.json && m->detail.row->id == row->id)
		detail_lines(&m->detail, &m->preview, session_now(&m->screen.app->session));
	m->screen.app->dirty = true;
}

static void opened(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct messages *m = messages_of(s);
	struct detail detail;
	if (error || PQntuples(res) != 1 || !detail_read(&detail, PQgetvalue(res, 0, 0)))
		return;
	detail_release(&m->detail);
	m->detail = detail;
	compute(m);
}

static void load_selected(struct messages *m)
{
	const struct row *row = selected(&m->screen);
	compute(m);
	if (!row)
		return;
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, row->id);
	const char *params[] = {id};
	session_ask(&m->screen, QUERY_REQUEST, params, opened);
}

static void release_rows(struct messages *m)
{
	for (size_t i = 0; i < m->n; i++)
		row_free(m->rows[i]);
	free(m->rows);
	m->rows = NULL;
	m->n = 0;
}

/* The cursor stays on its message as long as that is there. */
static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct messages *m = messages_of(s);
	const struct row *row = selected(s);
	int64_t id = row ? row->id : 0;
	free(m->trouble);
	m->trouble = error ? dberror_text(error) : NULL;
	s->app->dirty = true;
	if (error)
		return;
	release_rows(m);
	m->n = (size_t)PQntuples(res);
	m->rows = result_rows(res);
	m->loaded = true;
	if (m->cursor >= m->n)
		m->cursor = m->n ? m->n - 1 : 0;
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i]->id == id)
			m->cursor = i;
	load_selected(m);
}

static void load(struct screen *s)
{
	const char *params[] = {FILTER, NULL, NULL, NULL, "false", MOST};
	session_ask(s, QUERY_PAGE, params, loaded);
}

static struct screen *messages_open(struct app *app, const struct ask *ask)
{
	struct messages *m = xcalloc(1, sizeof(*m));
	screen_init(&m->screen, app, &screen_messages);
	load(&m->screen);
	return &m->screen;
}

static void messages_close(struct screen *s)
{
	struct messages *m = messages_of(s);
	release_rows(m);
	detail_release(&m->detail);
	lines_release(&m->preview);
	free(m->trouble);
	free(m);
}

static void messages_resize(struct screen *s)
{
	compute(messages_of(s));
}

static size_t height(const struct messages *m)
{
	size_t half = frame_height() > 3 ? (size_t)frame_height() / 2 : 1;
	return m->n < half ? m->n : half;
}

static int64_t biggest(const struct messages *m)
{
	int64_t id = 0;
	for (size_t i = 0; i < m->n; i++)
		id = m->rows[i]->id > id ? m->rows[i]->id : id;
	return id;
}

static void paint_row(const struct messages *m, const struct queue_columns *c, size_t i, int y)
{
	struct app *app = m->screen.app;
	const struct row *row = m->rows[i];
	bool here = i == m->cursor, arrow = app->settings.arrow_cursor;
	char *line = queue_line(c, row, session_now(&app->session),
	                        presence_find(&app->presence, row->id));
	term_text(y, 0, c->total, here && !arrow ? STYLE_SELECTED : STYLE_PLAIN, line);
	if (here && arrow)
		term_text(y, 0, 1, STYLE_BOLD, ">");
	if (row->due_state != DUE_FAR && (!here || arrow))
		term_style(y, queue_late_at(c), 2,
		           row->due_state == DUE_LATE ? STYLE_LATE : STYLE_SOON);
	free(line);
}

static void messages_paint(struct screen *s)
{
	struct messages *m = messages_of(s);
	size_t n = height(m);
	struct queue_columns c = queue_columns(term_columns(), biggest(m));
	char *count = xasprintf("%zu", m->n);
	if (m->cursor < m->top)
		m->top = m->cursor;
	if (n && m->cursor >= m->top + n)
		m->top = m->cursor - n + 1;
	frame_bar(s->app);
	frame_title(_("Messages to district officers"), m->loaded ? count : "");
	free(count);
	if (m->n == 0) {
		const char *empty = m->loaded ? _("no open messages") : "…";
		term_text(FRAME_TOP, 1, -1, m->trouble ? STYLE_ERROR : STYLE_FAINT,
		          m->trouble ? m->trouble : empty);
		return;
	}
	for (size_t i = m->top; i < m->n && i < m->top + n; i++)
		paint_row(m, &c, i, FRAME_TOP + (int)(i - m->top));
	int y = FRAME_TOP + (int)n;
	term_text(y, 0, term_columns(), STYLE_HEADING, "──");
	lines_paint(&m->preview, 0, y + 1, frame_height() - (int)n - 1);
}

static void messages_cursor(const struct screen *s, int *y, int *x)
{
	const struct messages *m = messages_of(s);
	*y = FRAME_TOP + (int)(m->cursor - m->top);
	*x = QUEUE_SIGNS;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct messages *m = messages_of(s);
	size_t last = m->n ? m->n - 1 : 0, page = height(m), before = m->cursor;
	if (verb == VERB_UP)
		m->cursor -= m->cursor > 0;
	else if (verb == VERB_DOWN)
		m->cursor += m->cursor < last;
	else if (verb == VERB_PAGE_UP)
		m->cursor -= m->cursor < page ? m->cursor : page;
	else if (verb == VERB_PAGE_DOWN)
		m->cursor = m->cursor + page < last ? m->cursor + page : last;
	else
		m->cursor = verb == VERB_FIRST ? 0 : last;
	if (m->cursor != before)
		load_selected(m);
	return NEXT_PAINT;
}

static enum next open_request(struct screen *s, enum verb verb)
{
	const struct row *row = selected(s);
	if (row)
		app_push(s->app, &screen_request,
		         &(struct ask){.id = row->id, .version = row->version, .city = row->city});
	return NEXT_PAINT;
}

/* What was answered is no longer open: the list is read again. */
static void messages_changed(struct screen *s, const struct row *row, bool moved_on)
{
	load(s);
}

static const struct action actions[] = {
        {VERB_OPEN, open_request}, {VERB_DOWN, move},  {VERB_UP, move},   {VERB_PAGE_DOWN, move},
        {VERB_PAGE_UP, move},      {VERB_FIRST, move}, {VERB_LAST, move}, {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_OPEN,  VERB_WRITE, VERB_ACCEPT, VERB_TAKE,
                                  VERB_REFER, VERB_BACK,  VERB_NONE};

const struct screen_ops screen_messages = {
        .context = CONTEXT_MESSAGES,
        .actions = actions,
        .hints = hints,
        .open = messages_open,
        .close = messages_close,
        .resize = messages_resize,
        .paint = messages_paint,
        .cursor = messages_cursor,
        .request = selected,
        .changed = messages_changed,
        .refresh = load,
};
