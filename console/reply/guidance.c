#include "console/reply/guidance.h"

#include "console/app.h"
#include "console/data/result.h"
#include "console/ui/frame.h"
#include "lib/buf.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 1 };

struct guidance *guidance_of(const struct screen *s)
{
	return (struct guidance *)(uintptr_t)s;
}

static void release_items(struct guidance *g)
{
	for (size_t i = 0; i < g->n; i++) {
		template_release(&g->items[i].template);
		free(g->items[i].line);
	}
	free(g->items);
	g->items = NULL;
	g->n = 0;
}

static char *field(const PGresult *res, int line, const char *name)
{
	char *text = result_text(res, line, name);
	return text ? text : xstrdup("");
}

static int64_t number(const PGresult *res, int line, const char *name)
{
	char *text = field(res, line, name);
	int64_t n = strtoll(text, NULL, 10);
	free(text);
	return n;
}

static struct template template_of(const PGresult *res, int line)
{
	char *active = field(res, line, "active");
	const char *body = PQgetvalue(res, line, PQfnumber(res, "body"));
	struct template t = {.body = text_visible(body, strlen(body), TEXT_KEEP_LINES)};
	t.fields[TEMPLATE_TITLE] = field(res, line, "title");
	t.fields[TEMPLATE_CATEGORY] = field(res, line, "category");
	t.fields[TEMPLATE_UNIT] = field(res, line, "unit");
	t.fields[TEMPLATE_CITY] = field(res, line, "city");
	t.fields[TEMPLATE_LANGUAGE] = field(res, line, "lang");
	t.fields[TEMPLATE_OFFERED] = xstrdup(template_yes_or_no(strcmp(active, "t") == 0));
	free(active);
	return t;
}

static void join(struct buf *out, const char *text)
{
	if (*text)
		buf_addf(out, " · %s", text);
}

static char *line_of(const struct guidance *g, const PGresult *res, int line,
                     const struct guidance_item *item)
{
	const struct template *t = &item->template;
	char *author = field(res, line, "author");
	char *at = when_short(number(res, line, "at"), session_now(&g->screen.app->session));
	struct buf out = {0};
	buf_addf(&out, "%s%s", t->fields[TEMPLATE_TITLE],
	         template_offered(t) ? "" : _(" (not offered)"));
	for (int i = TEMPLATE_CATEGORY; i <= TEMPLATE_LANGUAGE; i++)
		join(&out, t->fields[i]);
	buf_addf(&out, _(" · version %d"), item->version);
	join(&out, author);
	if (*author)
		join(&out, at);
	free(at);
	free(author);
	return buf_steal(&out);
}

static void compute(struct guidance *g)
{
	lines_release(&g->preview);
	lines_init(&g->preview, term_columns());
	if (g->cursor < g->n)
		lines_add(&g->preview, STYLE_PLAIN, INDENT, g->items[g->cursor].template.body);
	g->screen.app->dirty = true;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct guidance *g = guidance_of(s);
	free(g->trouble);
	g->trouble = error ? dberror_text(error) : NULL;
	s->app->dirty = true;
	if (error)
		return;
	release_items(g);
	int n = PQntuples(res);
	g->items = xcalloc((size_t)n + 1, sizeof(*g->items));
	for (int i = 0; i < n; i++) {
		struct guidance_item *item = &g->items[g->n++];
		item->id = number(res, i, "id");
		item->version = (int)number(res, i, "version");
		item->template = template_of(res, i);
		item->line = line_of(g, res, i, item);
	}
	if (g->cursor >= g->n)
		g->cursor = g->n ? g->n - 1 : 0;
	g->loaded = true;
	compute(g);
}

void guidance_load(struct screen *s)
{
	char of[24];
	snprintf(of, sizeof(of), "%" PRId64, guidance_of(s)->of);
	const char *params[] = {of};
	session_ask(s, guidance_of(s)->of ? QUERY_GUIDANCE_VERSIONS : QUERY_GUIDANCE_LIST, params,
	            loaded);
}

struct screen *guidance_new(struct app *app, const struct screen_ops *ops, int64_t of)
{
	struct guidance *g = xcalloc(1, sizeof(*g));
	screen_init(&g->screen, app, ops);
	g->of = of;
	guidance_load(&g->screen);
	return &g->screen;
}

void guidance_close(struct screen *s)
{
	struct guidance *g = guidance_of(s);
	release_items(g);
	lines_release(&g->preview);
	free(g->trouble);
	free(g);
}

void guidance_resize(struct screen *s)
{
	compute(guidance_of(s));
}

static size_t rows(const struct guidance *g)
{
	size_t half = frame_height() > 2 ? (size_t)frame_height() / 2 : 1;
	return g->n < half ? g->n : half;
}

static void paint_item(const struct guidance *g, size_t i, int y)
{
	bool arrow = g->screen.app->settings.arrow_cursor;
	bool selected = i == g->cursor;
	char *text = xasprintf("%s%s", selected && arrow ? ">" : " ", g->items[i].line);
	term_text(y, 0, term_columns(), selected && !arrow ? STYLE_SELECTED : STYLE_PLAIN, text);
	free(text);
}

void guidance_paint(struct screen *s)
{
	struct guidance *g = guidance_of(s);
	size_t n = rows(g);
	if (g->cursor < g->top)
		g->top = g->cursor;
	if (n && g->cursor >= g->top + n)
		g->top = g->cursor - n + 1;
	frame_bar(s->app);
	frame_title(g->of ? _("Versions of a template") : _("Templates of answers"), "");
	if (g->n == 0) {
		const char *empty = g->loaded ? _("no templates") : "…";
		term_text(FRAME_TOP, INDENT, -1, g->trouble ? STYLE_ERROR : STYLE_FAINT,
		          g->trouble ? g->trouble : empty);
		return;
	}
	for (size_t i = g->top; i < g->n && i < g->top + n; i++)
		paint_item(g, i, FRAME_TOP + (int)(i - g->top));
	int y = FRAME_TOP + (int)n;
	term_text(y, 0, term_columns(), STYLE_HEADING, "──");
	lines_paint(&g->preview, 0, y + 1, frame_height() - (int)n - 1);
}

void guidance_cursor(const struct screen *s, int *y, int *x)
{
	const struct guidance *g = guidance_of(s);
	*y = FRAME_TOP + (int)(g->cursor - g->top);
	*x = INDENT;
}

enum next guidance_move(struct screen *s, enum verb verb)
{
	struct guidance *g = guidance_of(s);
	size_t last = g->n ? g->n - 1 : 0, page = rows(g);
	if (verb == VERB_UP)
		g->cursor -= g->cursor > 0;
	else if (verb == VERB_DOWN)
		g->cursor += g->cursor < last;
	else if (verb == VERB_PAGE_UP)
		g->cursor -= g->cursor < page ? g->cursor : page;
	else if (verb == VERB_PAGE_DOWN)
		g->cursor = g->cursor + page < last ? g->cursor + page : last;
	else
		g->cursor = verb == VERB_FIRST ? 0 : last;
	compute(g);
	return NEXT_PAINT;
}

void guidance_edit(struct guidance *g, const struct guidance_item *item)
{
	struct app *app = g->screen.app;
	static char nothing[] = "", language[] = "uk";
	struct template empty = {.body = nothing};
	for (int i = 0; i < TEMPLATE_FIELDS; i++)
		empty.fields[i] = nothing;
	char *yes = xstrdup(template_yes_or_no(true));
	empty.fields[TEMPLATE_OFFERED] = yes;
	empty.fields[TEMPLATE_LANGUAGE] = language;
	if (app->session.cities_n)
		empty.fields[TEMPLATE_CITY] = app->session.cities[0].code;
	char *text = template_text(item ? &item->template : &empty);
	app_push(app, &screen_template,
	         &(struct ask){.id = item ? item->id : 0,
	                       .version = item ? g->of ? g->items[0].version : item->version : 0,
	                       .question = text});
	free(text);
	free(yes);
}

enum next guidance_open(struct screen *s, enum verb verb)
{
	struct guidance *g = guidance_of(s);
	if (g->n)
		guidance_edit(g, &g->items[g->cursor]);
	return NEXT_PAINT;
}
