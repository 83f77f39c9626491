/* Reads templates into a list and opens one of them for changing. */
#include "console/reply/guidance.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

enum { INDENT = 1 };

struct guidance *guidance_of(const struct screen *s)
{
	return (struct guidance *)(uintptr_t)s;
}

static void release_items(struct guidance *g)
{
	for (size_t i = 0; i < g->list.n; i++) {
		template_release(&g->items[i].template);
		free(g->items[i].line);
	}
	free(g->items);
	g->items = NULL;
}

static struct template template_of(const PGresult *res, int line)
{
	const char *body = db_result_text(res, line, "body");
	struct template t = {.body = text_visible(body, strlen(body), TEXT_KEEP_LINES)};

	t.fields[TEMPLATE_TITLE] = result_field(res, line, "title");
	t.fields[TEMPLATE_CATEGORY] = result_field(res, line, "category");
	t.fields[TEMPLATE_UNIT] = result_field(res, line, "unit");
	t.fields[TEMPLATE_CITY] = result_field(res, line, "city");
	t.fields[TEMPLATE_LANGUAGE] = result_field(res, line, "lang");
	t.fields[TEMPLATE_OFFERED] =
	        xstrdup(template_yes_or_no(db_result_bool(res, line, "active")));
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
	char *author = result_field(res, line, "author");
	char *at = when_short(db_result_int(res, line, "at"), session_now(g->screen.ui->session));
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

static const struct guidance_item *selected(const struct guidance *g)
{
	return g->list.cursor < g->list.n ? &g->items[g->list.cursor] : NULL;
}

static void compute(void *owner)
{
	struct guidance *g = owner;

	lines_release(&g->preview);
	lines_init(&g->preview, term_columns());
	if (selected(g))
		lines_add(&g->preview, STYLE_PLAIN, INDENT, selected(g)->template.body);
	g->screen.ui->dirty = true;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct guidance *g = guidance_of(s);
	int n;

	s->ui->dirty = true;
	if (error) {
		list_fail(&g->list, db_error_text(error));
		return;
	}
	release_items(g);
	n = PQntuples(res);
	g->items = xcalloc((size_t)n + 1, sizeof(*g->items));
	for (int i = 0; i < n; i++) {
		struct guidance_item *item = &g->items[i];
		item->id = db_result_int(res, i, "id");
		item->version = (int)db_result_int(res, i, "version");
		item->template = template_of(res, i);
		item->line = line_of(g, res, i, item);
	}
	list_set(&g->list, (size_t)n, true);
	compute(g);
	list_screen_replay(s);
}

void guidance_load(struct screen *s)
{
	int64_t of = guidance_of(s)->of;

	if (of)
		ui_ask_id(s, QUERY_GUIDANCE_VERSIONS, of, loaded);
	else
		ui_ask(s, QUERY_GUIDANCE_LIST, NULL, loaded);
}

static void paint_item(const struct list *l, size_t i, int y)
{
	const struct guidance *g = l->owner;

	list_row(l, i, y, STYLE_PLAIN, g->items[i].line);
}

/* Versions of one template have the same number. */
static int64_t id_of(const void *owner, size_t i)
{
	const struct guidance *g = owner;

	return g->of ? g->items[i].version : g->items[i].id;
}

static const struct list_ops rows = {
        .paint = paint_item,
        .id = id_of,
        .moved = compute,
        .empty = N_("no templates"),
        .column = INDENT,
};

struct screen *guidance_new(struct ui *ui, const struct screen_ops *ops, int64_t of)
{
	struct guidance *g = xcalloc(1, sizeof(*g));

	screen_init(&g->screen, ui, ops);
	list_screen_init(&g->screen, &g->list, &rows);
	g->of = of;
	guidance_load(&g->screen);
	return &g->screen;
}

void guidance_close(struct screen *s)
{
	struct guidance *g = guidance_of(s);

	release_items(g);
	lines_release(&g->preview);
	list_release(&g->list);
	free(g);
}

void guidance_resize(struct screen *s)
{
	compute(guidance_of(s));
}

void guidance_paint(struct screen *s)
{
	struct guidance *g = guidance_of(s);

	frame_bar(s->ui);
	frame_title(g->of ? _("Versions of a template") : _("Templates of answers"), "");
	list_place(&g->list, FRAME_TOP, frame_height() / 2);
	list_paint(&g->list);
	if (selected(g))
		list_screen_preview(s, NULL, &g->preview);
}

void guidance_edit(struct guidance *g, const struct guidance_item *item)
{
	struct ui *ui = g->screen.ui;
	static char nothing[] = "", language[] = "uk";
	struct template empty = {.body = nothing};
	char *yes, *text;

	for (int i = 0; i < TEMPLATE_FIELDS; i++)
		empty.fields[i] = nothing;
	yes = xstrdup(template_yes_or_no(true));
	empty.fields[TEMPLATE_OFFERED] = yes;
	empty.fields[TEMPLATE_LANGUAGE] = language;
	if (ui->session->cities_n)
		empty.fields[TEMPLATE_CITY] = ui->session->cities[0].code;
	text = template_text(item ? &item->template : &empty);
	ui_push(ui, SCREEN_TEMPLATE,
	        &(struct ask){.id = item ? item->id : 0,
	                      .version = item ? g->of ? g->items[0].version : item->version : 0,
	                      .question = text});
	free(text);
	free(yes);
}

enum next guidance_open(struct screen *s, enum verb verb)
{
	struct guidance *g = guidance_of(s);

	if (!list_screen_waits(s, verb) && selected(g))
		guidance_edit(g, selected(g));
	return NEXT_PAINT;
}
