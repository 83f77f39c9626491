/* The filter being typed. What is whole already shows in the queue when the keys rest; Esc brings
 * back what was there. */
#include "console/prompt/prompts.h"

#include "console/data/catalogue.h"
#include "console/data/session.h"
#include "console/filter/completion.h"
#include "console/filter/filter.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/line_edit.h"
#include "console/ui/prompt.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct filter_screen {
	struct prompt prompt;
	char *before;
	struct completion completion;
	size_t chosen;   /* the candidate that stands in the text, from 1 on; 0: none */
	int64_t look_at; /* ticks when the queue follows the text; 0: it has */
};

enum { SILENCE = 200, SHORTEST = 3 };

static struct filter_screen *filter_of(const struct screen *s)
{
	return (struct filter_screen *)(uintptr_t)s;
}

static void find_completion(struct filter_screen *f)
{
	const struct console *console = f->prompt.screen.console;

	f->chosen = 0;
	complete_find(&f->completion, edit_text(&f->prompt.edit), f->prompt.edit.cursor,
	              console->catalogue, console->ui->layout);
}

static struct screen *filter_open(struct ui *ui, const struct ask *ask)
{
	struct filter_screen *f = xcalloc(1, sizeof(*f));
	struct queue *q = ui->console->queue;
	const char *filter = q->refused ? q->refused : q->filter;
	char *text = xasprintf("%s%s", filter, *filter ? " " : "");
	char *city = filter_value(q->filter, "city");

	prompt_init(&f->prompt, ui, &screen_filter, _("Filter:"), text);
	catalogue_load(ui->console->catalogue, city);
	f->before = xstrdup(q->filter);
	free(q->refused);
	q->refused = NULL;
	find_completion(f);
	free(city);
	free(text);
	return &f->prompt.screen;
}

static void filter_close(struct screen *s)
{
	struct filter_screen *f = filter_of(s);

	complete_release(&f->completion);
	prompt_release(&f->prompt);
	free(f->before);
	free(f);
}

/* Whether the text may be looked for as it stands: the last word is neither a key whose value is
 * being typed nor so short that it fits half of the texts. */
static bool whole(const char *text, const struct layout *layout)
{
	const char *blank = strrchr(text, ' ');
	const char *last = blank ? blank + 1 : text;
	char *latin = layout_text(layout, last);
	size_t letters = 0;
	bool key;

	for (const char *p = last; *p; p++)
		letters += ((unsigned char)*p & 0xC0) != 0x80;
	key = strpbrk(last, ":\"") || strchr(latin, ':');
	free(latin);
	return !*last || (!key && letters >= SHORTEST);
}

static bool differs(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	while (n > 0 && a[n - 1] == ' ')
		n--;
	while (m > 0 && b[m - 1] == ' ')
		m--;
	return n != m || memcmp(a, b, n) != 0;
}

/* Gives the queue the text without the blanks at its end. Returns NULL or the complaint. */
static char *apply_text(struct screen *s, const char *text)
{
	size_t n = strlen(text);
	char *trimmed, *complaint;

	while (n > 0 && text[n - 1] == ' ')
		n--;
	trimmed = xstrndup(text, n);
	complaint = differs(trimmed, s->console->queue->filter)
	                    ? queue_filter(s->console->queue, trimmed)
	                    : NULL;
	free(trimmed);
	return complaint;
}

static void filter_wake(struct screen *s)
{
	struct filter_screen *f = filter_of(s);
	int64_t left = f->look_at - when_ticks();

	if (!f->look_at)
		return;
	if (left > 0) {
		ui_wake_in(s->ui, (int)left);
		return;
	}
	f->look_at = 0;
	if (whole(prompt_text(s), s->ui->layout))
		free(apply_text(s, prompt_text(s)));
	s->ui->dirty = true;
}

static enum next typed(struct screen *s)
{
	struct filter_screen *f = filter_of(s);

	find_completion(f);
	f->look_at = when_ticks() + SILENCE;
	ui_wake_in(s->ui, SILENCE);
	return NEXT_PAINT;
}

/* The blank behind what was there is not typed twice. */
static enum next filter_key(struct screen *s, keycode k)
{
	const struct edit *e = &filter_of(s)->prompt.edit;

	if (k == ' ' && e->cursor > 0 && edit_text(e)[e->cursor - 1] == ' ')
		return NEXT_NOTHING;
	return prompt_key(s, k) == NEXT_PAINT ? typed(s) : NEXT_NOTHING;
}

static enum next change(struct screen *s, enum verb verb)
{
	prompt_edit(s, verb);
	return typed(s);
}

/* Each Tab puts in the next candidate; the only one is final, so that what follows shows. */
static enum next complete(struct screen *s, enum verb verb)
{
	struct filter_screen *f = filter_of(s);
	struct completion *c = &f->completion;
	struct edit *e = &f->prompt.edit;
	const char *text, *with;
	char *all;
	size_t cursor;

	if (c->n == 0 || !*c->v[0].text)
		return NEXT_NOTHING;
	f->chosen = f->chosen % c->n + 1;
	text = edit_text(e);
	with = c->v[f->chosen - 1].text;
	all = xasprintf("%.*s%s%s", (int)c->from, text, with, text + c->to);
	cursor = c->from + strlen(with);
	edit_set(e, all);
	edit_choose(e, cursor, 0);
	c->to = cursor;
	free(all);
	if (c->n == 1)
		return typed(s);
	f->look_at = 0;
	return NEXT_PAINT;
}

static enum next apply(struct screen *s, enum verb verb)
{
	char *complaint = apply_text(s, prompt_text(s));

	if (complaint) {
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
		free(complaint);
		return NEXT_PAINT;
	}
	prompt_remember(s);
	session_badges(s->ui->session);
	return NEXT_CLOSE;
}

static enum next cancel(struct screen *s, enum verb verb)
{
	free(apply_text(s, filter_of(s)->before));
	return NEXT_CLOSE;
}

static void paint_candidates(const struct filter_screen *f, int y)
{
	const struct completion *c = &f->completion;
	int x = 1;

	term_text(y, 0, term_columns(), STYLE_PLAIN, "");
	for (size_t i = 0; i < c->n && x < term_columns() - 1; i++) {
		const struct candidate *one = &c->v[i];
		bool explained = *one->help && (c->n == 1 || !strchr(one->text, ':'));
		char *text = xasprintf("%s%s%s", one->text, *one->text && explained ? " " : "",
		                       explained ? one->help : "");
		enum style style = i + 1 == f->chosen ? STYLE_SELECTED : STYLE_FAINT;
		if (x + text_width(text) < term_columns() || i == 0)
			x += term_text(y, x, -1, style, text) + 2;
		free(text);
	}
}

/* The catalogue may have come since the last key. */
static void filter_paint(struct screen *s)
{
	int y, x;

	if (filter_of(s)->chosen == 0)
		find_completion(filter_of(s));
	prompt_paint(s);
	y = 0;
	x = 0;
	prompt_cursor(s, &y, &x);
	paint_candidates(filter_of(s), y - 1);
}

static enum next earlier(struct screen *s, enum verb verb)
{
	prompt_recall(s, verb);
	return typed(s);
}

static const struct action actions[] = {
        {VERB_CHOOSE, apply}, {VERB_COMPLETE, complete}, {VERB_BACK, cancel}, PROMPT_EDITS(change),
        {VERB_UP, earlier},   {VERB_DOWN, earlier},      {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_COMPLETE, VERB_BACK, VERB_NONE};

const struct screen_ops screen_filter = {
        .context = CONTEXT_PROMPT,
        .overlay = true,
        .actions = actions,
        .hints = hints,
        .open = filter_open,
        .close = filter_close,
        .paint = filter_paint,
        .cursor = prompt_cursor,
        .key = filter_key,
        .wake = filter_wake,
};
