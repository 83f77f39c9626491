#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "console/detail.h"
#include "console/draft.h"
#include "console/edit.h"
#include "console/editor.h"
#include "console/frame.h"
#include "console/result.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

enum { NARROWEST = 10 };

struct compose {
	struct screen screen;
	int64_t id;
	int version;      /* of the request, as it is shown above the text */
	int64_t response; /* the draft in the database that the text changes; 0: a new one */
	bool internal;
	struct edit edit;
	struct draft draft;
	bool unsaved; /* typed since the last save to disk */
	bool touched; /* the text is the operator's, not only what the database holds */
	bool sending;
	char *conflict; /* who was first; shown together with the request as it is now */
	bool rebase;    /* the next reading is what the text is based on */
	bool doubtful;  /* the connection went while sending: perhaps the database has it */
	struct detail detail;
	struct lines lines;
	size_t top; /* first wrapped line of the text on the screen */
};

static struct compose *compose_of(const struct screen *s)
{
	return (struct compose *)(uintptr_t)s;
}

static int columns(void)
{
	return term_columns() - 2 > NARROWEST ? term_columns() - 2 : NARROWEST;
}

static void compute(struct compose *c)
{
	c->edit.columns = columns();
	lines_release(&c->lines);
	lines_init(&c->lines, term_columns());
	if (c->detail.json)
		detail_description(&c->detail, &c->lines);
}

/* Lines of the resident's words above the text: at most a third. */
static int words_height(const struct compose *c)
{
	int third = frame_height() / 3;
	return (int)c->lines.n < third ? (int)c->lines.n : third;
}

static int text_height(const struct compose *c)
{
	int height = frame_height() - words_height(c) - 1;
	return height > 1 ? height : 1;
}

static void touched(struct compose *c)
{
	c->unsaved = c->touched = true;
	app_save_soon(c->screen.app);
}

static void keep(struct compose *c)
{
	struct draft_text text = {.body = (char *)(uintptr_t)edit_text(&c->edit),
	                          .version = c->version,
	                          .response = c->response,
	                          .internal = c->internal};
	c->unsaved = draft_save(&c->draft, &text) != 0;
	if (!c->unsaved)
		return;
	app_say(c->screen.app, STYLE_ERROR, _("the text cannot be kept on disk: %s"),
	        strerror(errno));
	app_save_soon(c->screen.app);
}

static void compose_save(struct screen *s)
{
	struct compose *c = compose_of(s);
	if (!c->unsaved)
		return;
	if (c->edit.text.len > 0) {
		keep(c);
	} else {
		draft_remove(&c->draft);
		c->unsaved = false;
	}
}

/* The database already holds the very text that was being sent when the connection went. */
static bool arrived(const struct compose *c)
{
	const json_t *newest = detail_draft(&c->detail);
	char *body = detail_text(newest, "body");
	char *mine = text_visible(edit_text(&c->edit), c->edit.text.len, TEXT_KEEP_LINES);
	bool same = newest && strcmp(body, mine) == 0;
	free(mine);
	free(body);
	return same;
}

static void take_draft_of_database(struct compose *c)
{
	const json_t *newest = detail_draft(&c->detail);
	if (!newest || c->touched)
		return;
	char *body = detail_text(newest, "body");
	edit_set(&c->edit, body);
	free(body);
	c->response = json_integer_value(json_object_get(newest, "id"));
	c->internal = !json_is_true(json_object_get(newest, "public"));
}

static void finished(struct compose *c)
{
	draft_remove(&c->draft);
	c->unsaved = false;
	app_say(c->screen.app, STYLE_GOOD, _("%lld: the text is saved"), (long long)c->id);
	app_next(c->screen.app, &c->screen, NEXT_CLOSE);
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	struct detail detail;
	if (error || PQntuples(res) != 1 || !detail_read(&detail, PQgetvalue(res, 0, 0)))
		return;
	bool first = !c->detail.json;
	detail_release(&c->detail);
	c->detail = detail;
	if (c->rebase)
		c->version = detail.row->version;
	c->rebase = false;
	if (c->conflict)
		app_say(s->app, STYLE_ERROR, _("%s; your text is kept"), c->conflict);
	free(c->conflict);
	c->conflict = NULL;
	if (first)
		take_draft_of_database(c);
	compute(c);
	s->app->dirty = true;
	if (c->doubtful && arrived(c))
		finished(c);
	else
		c->doubtful = false;
}

static void load(struct screen *s)
{
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, compose_of(s)->id);
	const char *params[] = {id};
	session_ask(s, QUERY_REQUEST, params, loaded);
}

static void restore(struct compose *c, const char *city)
{
	struct app *app = c->screen.app;
	struct draft_text text = {0};
	const char *login = app->session.login ? app->session.login : "";
	if (!draft_open(&c->draft, login, city, c->id, &text))
		return;
	edit_set(&c->edit, text.body);
	c->internal = text.internal;
	c->response = text.response;
	c->version = text.version;
	c->touched = c->unsaved = true;
	c->rebase = false;
	char *at = when_short(text.saved_at, session_now(&app->session));
	app_say(app, STYLE_SOON, _("your text of %s is back"), at);
	free(at);
	free(text.body);
}

static struct screen *compose_open(struct app *app, const struct ask *ask)
{
	struct compose *c = xcalloc(1, sizeof(*c));
	screen_init(&c->screen, app, &screen_compose);
	c->id = ask->id;
	c->version = ask->version;
	c->rebase = true;
	edit_init(&c->edit, columns());
	restore(c, ask->city);
	load(&c->screen);
	return &c->screen;
}

static void compose_close(struct screen *s)
{
	struct compose *c = compose_of(s);
	compose_save(s);
	draft_close(&c->draft);
	edit_release(&c->edit);
	detail_release(&c->detail);
	lines_release(&c->lines);
	free(c->conflict);
	free(c);
}

static void compose_resize(struct screen *s)
{
	compute(compose_of(s));
}

static void keep_cursor_visible(struct compose *c, size_t line)
{
	size_t height = (size_t)text_height(c);
	if (line < c->top)
		c->top = line;
	if (line >= c->top + height)
		c->top = line - height + 1;
}

static void paint_text(struct compose *c, int y)
{
	struct text_line *lines;
	size_t line;
	int column;
	size_t n = edit_lines(&c->edit, &lines, &line, &column);
	keep_cursor_visible(c, line);
	for (size_t i = c->top; i < n && i < c->top + (size_t)text_height(c); i++) {
		char *text = xstrndup(edit_text(&c->edit) + lines[i].start, lines[i].len);
		term_text(y++, 1, -1, STYLE_PLAIN, text);
		free(text);
	}
	free(lines);
}

static void compose_paint(struct screen *s)
{
	struct compose *c = compose_of(s);
	const struct row *row = c->detail.row ? c->detail.row : queue_find(&s->app->queue, c->id);
	char *left =
	        xasprintf("%" PRId64 "%s%s", c->id, row ? " · " : "", row ? row->category : "");
	frame_bar(s->app);
	frame_title(left, row ? status_word(row->status) : "");
	free(left);
	int words = words_height(c);
	lines_paint(&c->lines, 0, FRAME_TOP, words);
	term_text(FRAME_TOP + words, 0, term_columns(), c->internal ? STYLE_SOON : STYLE_HEADING,
	          c->internal ? _("── Internal note: the resident never sees it")
	                      : _("── Answer to the resident"));
	paint_text(c, FRAME_TOP + words + 1);
}

static void compose_cursor(const struct screen *s, int *y, int *x)
{
	const struct compose *c = compose_of(s);
	struct text_line *lines;
	size_t line;
	int column;
	edit_lines(&c->edit, &lines, &line, &column);
	free(lines);
	*y = FRAME_TOP + words_height(c) + 1 + (int)(line - c->top);
	*x = 1 + column;
}

static enum next compose_key(struct screen *s, keycode k)
{
	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&compose_of(s)->edit, k);
	touched(compose_of(s));
	return NEXT_PAINT;
}

static enum next change_text(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	size_t before = c->edit.text.len;
	edit_verb(&c->edit, verb, text_height(c));
	if (c->edit.text.len != before)
		touched(c);
	return NEXT_PAINT;
}

static void refused(struct compose *c, const struct db_error *error)
{
	struct app *app = c->screen.app;
	char *why = dberror_text(error);
	c->doubtful = dberror_is_offline(error);
	if (c->doubtful)
		app_say(app, STYLE_ERROR, _("the connection was lost; your text is kept"));
	else if (!dberror_is_conflict(error))
		app_say(app, STYLE_ERROR, "%s", why);
	if (dberror_is_conflict(error)) {
		free(c->conflict);
		c->conflict = xstrdup(why);
		c->rebase = true;
		load(&c->screen);
	}
	free(why);
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	c->sending = false;
	s->app->dirty = true;
	if (error) {
		refused(c, error);
		return;
	}
	struct row **rows = result_rows(res);
	if (rows[0])
		app_changed(s->app, rows[0], false);
	free(rows);
	finished(c);
}

/* The text is based on what the operator saw: only doubt, or nothing seen yet, is a reason to
 * read again. */
static void compose_refresh(struct screen *s)
{
	if (compose_of(s)->doubtful || !compose_of(s)->detail.json)
		load(s);
}

static enum next save(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	compose_save(s);
	if (c->sending || !session_ready(&s->app->session))
		return NEXT_PAINT;
	if (c->edit.text.len == 0) {
		app_say(s->app, STYLE_ERROR, _("there is no text yet"));
		return NEXT_PAINT;
	}
	char id[24], version[16], response[24];
	snprintf(id, sizeof(id), "%" PRId64, c->id);
	snprintf(version, sizeof(version), "%d", c->version);
	snprintf(response, sizeof(response), "%" PRId64, c->response);
	const char *params[] = {id, version, edit_text(&c->edit), c->internal ? "false" : "true",
	                        c->response ? response : NULL};
	c->sending = true;
	session_ask(s, QUERY_DRAFT, params, saved);
	return NEXT_PAINT;
}

static enum next toggle_internal(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	c->internal = !c->internal;
	touched(c);
	return NEXT_PAINT;
}

static enum next own_editor(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	keep(c);
	char *path = draft_editor_path(&c->draft);
	char *text = NULL;
	char *complaint = editor_run(s->app->settings.editor, path, edit_text(&c->edit), &text);
	if (complaint)
		app_say(s->app, STYLE_ERROR, "%s", complaint);
	if (text && strcmp(text, edit_text(&c->edit)) != 0) {
		edit_set(&c->edit, text);
		c->touched = true;
	}
	c->unsaved = true;
	compose_save(s);
	free(text);
	free(complaint);
	free(path);
	return NEXT_PAINT;
}

static enum next throw_away(struct screen *below, int64_t id, int version)
{
	struct compose *c = compose_of(below);
	draft_remove(&c->draft);
	c->unsaved = false;
	return NEXT_CLOSE;
}

static enum next discard(struct screen *s, enum verb verb)
{
	app_push(s->app, &screen_confirm,
	         &(struct ask){.question = _("Throw this text away?"), .yes = throw_away});
	return NEXT_PAINT;
}

static enum next leave(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	if (c->touched && c->edit.text.len)
		app_say(s->app, STYLE_SOON, _("%lld: the text is kept here, and not sent"),
		        (long long)c->id);
	return NEXT_CLOSE;
}

static const struct action actions[] = {
        {VERB_SAVE, save},
        {VERB_EDITOR, own_editor},
        {VERB_INTERNAL, toggle_internal},
        {VERB_DISCARD, discard},
        {VERB_BACK, leave},
        {VERB_NEWLINE, change_text},
        {VERB_LEFT, change_text},
        {VERB_RIGHT, change_text},
        {VERB_UP, change_text},
        {VERB_DOWN, change_text},
        {VERB_PAGE_UP, change_text},
        {VERB_PAGE_DOWN, change_text},
        {VERB_LINE_START, change_text},
        {VERB_LINE_END, change_text},
        {VERB_DELETE_BACK, change_text},
        {VERB_DELETE, change_text},
        {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_SAVE,     VERB_EDITOR,  VERB_BACK,
                                  VERB_INTERNAL, VERB_DISCARD, VERB_NONE};

const struct screen_ops screen_compose = {
        .context = CONTEXT_COMPOSE,
        .actions = actions,
        .hints = hints,
        .open = compose_open,
        .close = compose_close,
        .resize = compose_resize,
        .paint = compose_paint,
        .cursor = compose_cursor,
        .key = compose_key,
        .refresh = compose_refresh,
        .save = compose_save,
};
