#include "console/ui/picker.h"

#include "console/action/actions.h"
#include "console/app.h"
#include "console/data/result.h"
#include "console/ui/frame.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 3 };

/* In ahead a verb stands above every digit. */
enum { VERB_AHEAD = 256, AHEAD_MAX = sizeof((struct picker){0}.ahead) / sizeof(keycode) };

struct picker *picker_new(struct app *app, const struct screen_ops *ops, const struct ask *ask,
                          enum verb verb, const char *title)
{
	struct picker *p = xcalloc(1, sizeof(*p));
	screen_init(&p->screen, app, ops);
	p->verb = verb;
	p->id = ask->id;
	p->version = ask->version;
	p->city = xstrdup(ask->city);
	p->title = xstrdup(title);
	p->note = xstrdup("");
	return p;
}

struct picker *picker_of(const struct screen *s)
{
	return (struct picker *)(uintptr_t)s;
}

/* Keys may be faster than the database: they wait for the list. */
static bool wait_for_list(struct picker *p, keycode digit, enum verb verb)
{
	if (!p->loaded && p->ahead_n < AHEAD_MAX)
		p->ahead[p->ahead_n++] = digit ? digit : VERB_AHEAD + verb;
	return !p->loaded;
}

static void do_what_waited(struct picker *p)
{
	struct screen *s = &p->screen;
	struct app *app = s->app;
	const struct picker waited = *p;
	for (int i = 0; i < waited.ahead_n && app_top(app) == s; i++) {
		if (waited.ahead[i] < VERB_AHEAD)
			picker_key(s, waited.ahead[i]);
		else
			app_verb(app, s, waited.ahead[i] - VERB_AHEAD);
	}
}

static bool is_suggested(const struct picker *p, size_t i)
{
	return p->suggested && strcmp(p->items[i].code, p->suggested) == 0;
}

void picker_fill(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct picker *p = picker_of(s);
	s->app->dirty = true;
	if (error) {
		char *why = dberror_text(error);
		app_say(s->app, STYLE_ERROR, "%s", why);
		free(why);
		return;
	}
	p->n = (size_t)PQntuples(res);
	p->items = xcalloc(p->n + 1, sizeof(*p->items));
	for (size_t i = 0; i < p->n; i++) {
		char *code = result_text(res, (int)i, "code");
		char *name = result_text(res, (int)i, "name");
		p->items[i].code = code ? code : xstrdup("");
		p->items[i].name = name ? name : xstrdup(p->items[i].code);
		if (is_suggested(p, i))
			p->cursor = i;
	}
	p->loaded = true;
	do_what_waited(p);
}

void picker_suggest(struct picker *p, const char *code)
{
	free(p->suggested);
	p->suggested = xstrdup(code);
}

void picker_note(struct picker *p, const char *note)
{
	free(p->note);
	p->note = xstrdup(note);
}

void picker_close(struct screen *s)
{
	struct picker *p = picker_of(s);
	for (size_t i = 0; i < p->n; i++) {
		free(p->items[i].code);
		free(p->items[i].name);
	}
	free(p->items);
	free(p->city);
	free(p->title);
	free(p->note);
	free(p->suggested);
	free(p);
}

/* The title above, the note below. */
static int lines_around(const struct picker *p)
{
	return p->bare ? 1 : 2;
}

static size_t shown(const struct picker *p)
{
	int most = frame_height() - lines_around(p);
	size_t n = p->n ? p->n : 1;
	return n < (size_t)most ? n : (size_t)most;
}

static int first_line(const struct picker *p)
{
	return FRAME_TOP + frame_height() - lines_around(p) - (int)shown(p);
}

static void paint_item(const struct picker *p, size_t i, int y)
{
	const struct picker_item *item = &p->items[i];
	bool arrow = p->screen.app->settings.arrow_cursor;
	bool selected = i == p->cursor;
	char digit[8] = " ";
	if (i < 9)
		snprintf(digit, sizeof(digit), "%zu", i + 1);
	const char *mark = is_suggested(p, i) ? _(" · suggested") : "";
	char *text = xasprintf("%s%s %s%s", selected && arrow ? ">" : " ", digit, item->name, mark);
	term_text(y, 0, term_columns(), selected && !arrow ? STYLE_SELECTED : STYLE_PLAIN, text);
	free(text);
}

static void paint_note(const struct picker *p, int y)
{
	char *note = xasprintf(_("note: %s"), *p->note ? p->note : "—");
	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	term_text(y, 1, -1, STYLE_FAINT, note);
	free(note);
}

void picker_paint(struct screen *s)
{
	struct picker *p = picker_of(s);
	int y = first_line(p);
	size_t rows = shown(p);
	if (p->cursor < p->top)
		p->top = p->cursor;
	if (p->cursor >= p->top + rows)
		p->top = p->cursor - rows + 1;
	const struct row *row = queue_find(&s->app->queue, p->id);
	char *whose = act_subject(s->app, p->id);
	char *title = xasprintf("── %s: %s%s%s", whose, p->title, row ? " · " : "",
	                        row ? row->title : "");
	free(whose);
	term_text(y++, 0, term_columns(), STYLE_HEADING, title);
	free(title);
	if (p->n == 0)
		term_text(y, 0, term_columns(), STYLE_PLAIN,
		          p->loaded ? _(" nothing to choose") : " …");
	for (size_t i = p->top; i < p->n && i < p->top + rows; i++)
		paint_item(p, i, y + (int)(i - p->top));
	if (!p->bare)
		paint_note(p, y + (int)rows);
}

void picker_cursor(const struct screen *s, int *y, int *x)
{
	const struct picker *p = picker_of(s);
	*y = first_line(p) + 1 + (int)(p->cursor - p->top);
	*x = INDENT;
}

static enum next move(struct screen *s, enum verb verb)
{
	struct picker *p = picker_of(s);
	size_t last = p->n ? p->n - 1 : 0;
	if (wait_for_list(p, 0, verb))
		return NEXT_NOTHING;
	if (verb == VERB_UP)
		p->cursor -= p->cursor > 0;
	else if (verb == VERB_DOWN)
		p->cursor += p->cursor < last;
	else
		p->cursor = verb == VERB_FIRST || verb == VERB_PAGE_UP ? 0 : last;
	return NEXT_PAINT;
}

enum next picker_key(struct screen *s, keycode k)
{
	struct picker *p = picker_of(s);
	if (k < '1' || k > '9' || wait_for_list(p, k, VERB_NONE) || k - '1' >= p->n)
		return NEXT_NOTHING;
	p->cursor = k - '1';
	return NEXT_PAINT;
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct picker *p = picker_of(s);
	if (wait_for_list(p, 0, verb) || p->n == 0 || !session_ready(&s->app->session))
		return NEXT_PAINT;
	return act_finish(s, p->verb, p->id, p->version, p->items[p->cursor].code,
	                  *p->note ? p->note : NULL);
}

static enum next write_note(struct screen *s, enum verb verb)
{
	app_push(s->app, &screen_note, &(struct ask){.question = picker_of(s)->note});
	return NEXT_PAINT;
}

#define MOVES                                                                                      \
	{VERB_DOWN, move}, {VERB_UP, move}, {VERB_PAGE_DOWN, move}, {VERB_PAGE_UP, move},          \
	        {VERB_FIRST, move}, {VERB_LAST, move},                                             \
	{                                                                                          \
		VERB_NONE, NULL                                                                    \
	}

const struct action picker_actions[] = {{VERB_CHOOSE, choose}, {VERB_NOTE, write_note}, MOVES};
const struct action picker_bare_actions[] = {{VERB_CHOOSE, choose}, MOVES};
const enum verb picker_bare_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const enum verb picker_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_NOTE, VERB_DOWN, VERB_UP, VERB_NONE};
