/* A list of codes and names from the database, of which an act takes one, and a note beside it. */
#include "console/action/picker.h"

#include "console/action/action_table.h"
#include "console/action/begin.h"
#include "console/action/bulk.h"
#include "console/action/send.h"
#include "console/data/result.h"
#include "console/data/row.h"
#include "console/queue/queue.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/lines.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct picker *picker_of(const struct screen *s)
{
	return (struct picker *)(uintptr_t)s;
}

static bool is_suggested(const struct picker *p, size_t i)
{
	return p->suggested && strcmp(p->items[i].code, p->suggested) == 0;
}

void picker_fill(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct picker *p = picker_of(s);
	size_t n, first;

	s->ui->dirty = true;
	if (error) {
		ui_say_error(s->ui, error);
		return;
	}
	n = (size_t)PQntuples(res);
	first = 0;
	p->items = xcalloc(n + 1, sizeof(*p->items));
	for (size_t i = 0; i < n; i++) {
		char *code = result_text(res, (int)i, "code");
		char *name = result_text(res, (int)i, "name");
		p->items[i].code = code ? code : xstrdup("");
		p->items[i].name = name ? name : xstrdup(code && *code ? code : _("nobody"));
		p->items[i].text = result_field(res, (int)i, "text");
		if (is_suggested(p, i))
			first = i;
	}
	list_set(&p->list, n, true);
	list_go(&p->list, first);
	list_screen_replay(s);
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

	list_release(&p->list);
	for (size_t i = 0; i < p->list.n; i++) {
		free(p->items[i].code);
		free(p->items[i].name);
		free(p->items[i].text);
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

static void paint_item(const struct list *l, size_t i, int y)
{
	const struct picker *p = l->owner;
	char *text =
	        xasprintf("%s%s", p->items[i].name, is_suggested(p, i) ? _(" · suggested") : "");

	list_row(l, i, y, STYLE_PLAIN, text);
	free(text);
}

static const struct list_ops rows = {
        .paint = paint_item,
        .empty = N_("nothing to choose"),
        .column = 3,
        .digits = true,
};

struct picker *picker_new(struct ui *ui, const struct screen_ops *ops, const struct ask *ask)
{
	struct picker *p = xcalloc(1, sizeof(*p));

	screen_init(&p->screen, ui, ops);
	list_screen_init(&p->screen, &p->list, &rows);
	p->verb = ask->verb;
	p->id = ask->id;
	p->version = ask->version;
	p->city = xstrdup(ask->city ? ask->city : "");
	p->note = xstrdup("");
	return p;
}

static void paint_note(const struct picker *p, int y)
{
	char *note = xasprintf(_("note: %s"), *p->note ? p->note : "—");

	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	term_text(y, 1, -1, STYLE_FAINT, note);
	free(note);
}

/* 'No. 12: refer to · the pothole', or what is chosen apart from any act. */
static char *title_of(const struct picker *p)
{
	struct console *console = p->screen.console;
	const struct row *row = queue_find(console->queue, p->id);
	char *whose, *title;

	if (p->title)
		return xasprintf("── %s", p->title);
	whose = act_subject(console, p->id);
	title = xasprintf("── %s: %s%s%s", whose, _(act_spec(p->verb)->label), row ? " · " : "",
	                  row ? row->title : "");
	free(whose);
	return title;
}

static void paint_title(const struct picker *p, int y)
{
	char *title = title_of(p);

	term_text(y, 0, term_columns(), STYLE_HEADING, title);
	free(title);
}

/* What the resident would read, wrapped, between the list and the note. */
static void tell(const struct picker *p, struct lines *l)
{
	const char *text = p->list.n ? p->items[p->list.cursor].text : "";

	lines_init(l, term_columns());
	if (*text)
		lines_addf(l, STYLE_FAINT, 1, _("the resident reads: %s"), text);
}

static void paint_told(const struct lines *l, int y, int height)
{
	for (int i = 0; i < height; i++)
		term_text(y + i, 0, term_columns(), STYLE_PLAIN, "");
	lines_paint(l, 0, y, height);
}

/* At the lower end, as high as the list is long; it keeps a line whatever is told. */
void picker_paint(struct screen *s)
{
	struct picker *p = picker_of(s);
	int end = FRAME_TOP + frame_height(), most = frame_height() - lines_around(p);
	int lines, told, y;
	struct lines text;

	tell(p, &text);
	told = (int)text.n < most - 1 ? (int)text.n : most > 1 ? most - 1 : 0;
	list_place(&p->list, 0, most - told);
	lines = list_lines(&p->list);
	y = end - lines_around(p) - lines - told;
	list_place(&p->list, y + 1, lines);
	paint_title(p, y);
	list_paint(&p->list);
	paint_told(&text, y + 1 + lines, told);
	lines_release(&text);
	if (!p->bare)
		paint_note(p, end - 1);
}

static enum next choose(struct screen *s, enum verb verb)
{
	struct picker *p = picker_of(s);
	const struct list *l = &p->list;

	if (list_screen_waits(s, verb) || l->n == 0 || !ui_ready(s->ui))
		return NEXT_PAINT;
	if (!p->id)
		bulk_with(s->console, p->items[l->cursor].name);
	return act_finish(s, p->verb, p->id, p->version, p->items[l->cursor].code,
	                  *p->note ? p->note : NULL);
}

static enum next write_note(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_ASK_NOTE, &(struct ask){.question = picker_of(s)->note});
	return NEXT_PAINT;
}

const struct action picker_actions[] = {
        {VERB_CHOOSE, choose}, {VERB_NOTE, write_note}, LIST_ACTIONS};
const struct action picker_bare_actions[] = {{VERB_CHOOSE, choose}, LIST_ACTIONS};
const enum verb picker_bare_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_DOWN, VERB_UP, VERB_NONE};

const enum verb picker_hints[] = {VERB_CHOOSE, VERB_BACK, VERB_NOTE, VERB_DOWN, VERB_UP, VERB_NONE};
