#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "console/detail.h"
#include "console/field.h"
#include "console/frame.h"
#include "console/letter.h"
#include "console/result.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

enum { NARROWEST = 10 };

struct compose {
	struct screen screen;
	struct letter letter;
	bool sending;
	bool rebase;    /* the next reading is what the text is based on */
	bool doubtful;  /* whether the database has what was sent is seen by the next reading */
	char *conflict; /* who was first; shown together with the request as it is now */
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
	c->letter.edit.columns = columns();
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
	letter_touch(&c->letter);
	app_save_soon(c->screen.app);
}

static void compose_save(struct screen *s)
{
	if (letter_keep(&compose_of(s)->letter) == 0)
		return;
	app_say(s->app, STYLE_ERROR, _("the text cannot be kept on disk: %s"), strerror(errno));
	app_save_soon(s->app);
}

static void finish(struct compose *c)
{
	letter_drop(&c->letter);
	app_say(c->screen.app, STYLE_GOOD, _("%lld: the text is saved"), (long long)c->letter.id);
	app_next(c->screen.app, &c->screen, NEXT_CLOSE);
}

static void tell_conflict(struct compose *c)
{
	if (c->conflict)
		app_say(c->screen.app, STYLE_ERROR, _("%s; your text is kept"), c->conflict);
	free(c->conflict);
	c->conflict = NULL;
}

/* What was sent is there. What was typed since changes it, at the next save. */
static void settle_doubt(struct compose *c)
{
	struct letter *l = &c->letter;
	bool arrived = c->doubtful && letter_arrived(l, &c->detail);
	c->doubtful = false;
	if (!arrived)
		return;
	l->version = c->detail.row->version;
	if (letter_went_on(l))
		app_say(c->screen.app, STYLE_SOON, _("saved, without what you typed since"));
	else
		finish(c);
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
		c->letter.version = detail.row->version;
	c->rebase = false;
	tell_conflict(c);
	if (first)
		letter_take_draft(&c->letter, &c->detail);
	compute(c);
	s->app->dirty = true;
	settle_doubt(c);
}

static void load(struct screen *s)
{
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, compose_of(s)->letter.id);
	const char *params[] = {id};
	session_ask(s, QUERY_REQUEST, params, loaded);
}

static struct screen *compose_open(struct app *app, const struct ask *ask)
{
	struct compose *c = xcalloc(1, sizeof(*c));
	const char *login = app->session.login ? app->session.login : "";
	screen_init(&c->screen, app, &screen_compose);
	c->letter.id = ask->id;
	c->letter.version = ask->version;
	int64_t kept_at = letter_open(&c->letter, login, ask->city, columns());
	c->rebase = kept_at == 0;
	if (kept_at) {
		char *at = when_short(kept_at, session_now(&app->session));
		app_say(app, STYLE_SOON, _("your text of %s is back"), at);
		free(at);
	}
	load(&c->screen);
	return &c->screen;
}

static void compose_close(struct screen *s)
{
	struct compose *c = compose_of(s);
	compose_save(s);
	letter_close(&c->letter);
	detail_release(&c->detail);
	lines_release(&c->lines);
	free(c->conflict);
	free(c);
}

static void compose_resize(struct screen *s)
{
	compute(compose_of(s));
}

static int first_line(const struct compose *c)
{
	return FRAME_TOP + words_height(c) + 1;
}

static void compose_paint(struct screen *s)
{
	struct compose *c = compose_of(s);
	const struct row *row =
	        c->detail.row ? c->detail.row : queue_find(&s->app->queue, c->letter.id);
	char *left = xasprintf("%" PRId64 "%s%s", c->letter.id, row ? " · " : "",
	                       row ? row->category : "");
	frame_bar(s->app);
	frame_title(left, row ? status_word(row->status) : "");
	free(left);
	int words = words_height(c);
	lines_paint(&c->lines, 0, FRAME_TOP, words);
	term_text(FRAME_TOP + words, 0, term_columns(),
	          c->letter.internal ? STYLE_SOON : STYLE_HEADING,
	          c->letter.internal ? _("── Internal note: the resident never sees it")
	                             : _("── Answer to the resident"));
	field_paint(&c->letter.edit, &c->top, first_line(c), text_height(c));
}

static void compose_cursor(const struct screen *s, int *y, int *x)
{
	const struct compose *c = compose_of(s);
	field_cursor(&c->letter.edit, c->top, first_line(c), y, x);
}

static enum next compose_key(struct screen *s, keycode k)
{
	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&compose_of(s)->letter.edit, k);
	touched(compose_of(s));
	return NEXT_PAINT;
}

static enum next change_text(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	size_t before = c->letter.edit.text.len;
	edit_verb(&c->letter.edit, verb, text_height(c));
	if (c->letter.edit.text.len != before)
		touched(c);
	return NEXT_PAINT;
}

static void refused(struct compose *c, const struct db_error *error)
{
	struct app *app = c->screen.app;
	char *why = dberror_text(error);
	c->doubtful = dberror_is_offline(error);
	if (c->doubtful) {
		app_say(app, STYLE_ERROR, _("the connection was lost; your text is kept"));
	} else if (dberror_is_conflict(error)) {
		free(c->conflict);
		c->conflict = xstrdup(why);
		c->rebase = true;
		load(&c->screen);
	} else {
		app_say(app, STYLE_ERROR, "%s", why);
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
	c->doubtful = letter_went_on(&c->letter);
	if (c->doubtful)
		load(s);
	else
		finish(c);
}

/* The text is based on what the operator saw: only doubt, or nothing seen yet, is a reason to
 * read again. */
static void compose_refresh(struct screen *s)
{
	const struct compose *c = compose_of(s);
	if (c->doubtful || c->rebase || !c->detail.json)
		load(s);
}

static void send(struct compose *c)
{
	struct letter *l = &c->letter;
	char id[24], version[16], response[24];
	snprintf(id, sizeof(id), "%" PRId64, l->id);
	snprintf(version, sizeof(version), "%d", l->version);
	snprintf(response, sizeof(response), "%" PRId64, l->response);
	const char *params[] = {id, version, edit_text(&l->edit), l->internal ? "false" : "true",
	                        l->response ? response : NULL};
	c->sending = true;
	letter_send(l);
	session_ask(&c->screen, QUERY_DRAFT, params, saved);
}

static enum next save(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	compose_save(s);
	if (c->sending || !session_ready(&s->app->session))
		return NEXT_PAINT;
	if (c->letter.edit.text.len == 0)
		app_say(s->app, STYLE_ERROR, _("there is no text yet"));
	else
		send(c);
	return NEXT_PAINT;
}

static enum next toggle_internal(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	c->letter.internal = !c->letter.internal;
	touched(c);
	return NEXT_PAINT;
}

static enum next own_editor(struct screen *s, enum verb verb)
{
	char *complaint = letter_edit(&compose_of(s)->letter, s->app->settings.editor);
	if (complaint)
		app_say(s->app, STYLE_ERROR, "%s", complaint);
	free(complaint);
	compose_save(s);
	return NEXT_PAINT;
}

static enum next throw_away(struct screen *below, int64_t id, int version)
{
	letter_drop(&compose_of(below)->letter);
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
	if (c->letter.touched && c->letter.edit.text.len)
		app_say(s->app, STYLE_SOON, _("%lld: the text is kept here, and not sent"),
		        (long long)c->letter.id);
	return NEXT_CLOSE;
}

/* clang-format off */
static const struct action actions[] = {
	{VERB_SAVE, save}, {VERB_EDITOR, own_editor}, {VERB_INTERNAL, toggle_internal},
	{VERB_DISCARD, discard}, {VERB_BACK, leave}, {VERB_NEWLINE, change_text},
	{VERB_LEFT, change_text}, {VERB_RIGHT, change_text}, {VERB_UP, change_text},
	{VERB_DOWN, change_text}, {VERB_PAGE_UP, change_text}, {VERB_PAGE_DOWN, change_text},
	{VERB_LINE_START, change_text}, {VERB_LINE_END, change_text},
	{VERB_DELETE_BACK, change_text}, {VERB_DELETE, change_text}, {VERB_NONE, NULL},
};
/* clang-format on */

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
