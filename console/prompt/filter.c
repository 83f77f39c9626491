/* The filter being typed. What is whole already shows in the queue when the keys rest; Esc brings
 * back what was there. */
#include "console/prompt/prompts.h"

#include "console/data/session.h"
#include "console/filter/filter.h"
#include "console/prompt/filter_prompt.h"
#include "console/queue/queue.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct filter_screen {
	struct filter_prompt line;
	char *before;
	int64_t look_at; /* ticks when the queue follows the text; 0: it has */
};

enum { SILENCE = 200, SHORTEST = 3 };

static struct filter_screen *filter_of(const struct screen *s)
{
	return (struct filter_screen *)(uintptr_t)s;
}

static struct screen *filter_open(struct ui *ui, const struct ask *ask)
{
	struct filter_screen *f = xcalloc(1, sizeof(*f));
	struct queue *q = ui->console->queue;

	filter_prompt_init(&f->line, ui, &screen_filter, &filter_requests, _("Filter:"),
	                   q->refused ? q->refused : q->filter);
	f->before = xstrdup(q->filter);
	free(q->refused);
	q->refused = NULL;
	return &f->line.prompt.screen;
}

static void filter_close(struct screen *s)
{
	struct filter_screen *f = filter_of(s);

	filter_prompt_release(&f->line);
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

	filter_prompt_typed(s);
	f->look_at = when_ticks() + SILENCE;
	ui_wake_in(s->ui, SILENCE);
	return NEXT_PAINT;
}

static enum next filter_key(struct screen *s, keycode k)
{
	return filter_prompt_key(s, k) ? typed(s) : NEXT_NOTHING;
}

static enum next change(struct screen *s, enum verb verb)
{
	prompt_edit(s, verb);
	return typed(s);
}

static enum next complete(struct screen *s, enum verb verb)
{
	switch (filter_prompt_complete(s)) {
	case FILTER_PROMPT_NONE:
		return NEXT_NOTHING;
	case FILTER_PROMPT_ONLY:
		return typed(s);
	case FILTER_PROMPT_ONE:
		break;
	}
	filter_of(s)->look_at = 0;
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
        .paint = filter_prompt_paint,
        .cursor = prompt_cursor,
        .key = filter_key,
        .wake = filter_wake,
};
