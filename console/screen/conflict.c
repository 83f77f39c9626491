/* Two texts for the same request, the operator's and somebody else's, to choose or to merge. */
#include "console/screen/screens.h"

#include "console/data/session.h"
#include "console/reply/compose.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/dispatch.h"
#include "console/ui/frame.h"
#include "console/ui/line_edit.h"
#include "console/ui/lines.h"
#include "console/ui/scroll.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

/* With so many columns the texts stand side by side. */
enum { INDENT = 1, WIDE = 100 };

/* Over the screen for writing: the operator's text and what somebody else wrote meanwhile. */
struct conflict {
	struct screen screen;
	struct lines mine, theirs; /* on a narrow terminal all stand in mine */
	size_t top;
};

static struct conflict *conflict_of(const struct screen *s)
{
	return (struct conflict *)(uintptr_t)s;
}

static struct compose *writer(const struct screen *s)
{
	return compose_of(ui_below(s->ui, s));
}

static char *their_heading(const struct compose *w)
{
	char *who = detail_text(w->theirs, "author");
	char *state = detail_text(w->theirs, "state");
	char *at = when_short(json_integer_value(json_object_get(w->theirs, "at")),
	                      session_now(w->text.screen.ui->session));
	char *heading = xasprintf("── %s · %s · %s", who, i18n_word(state), at);

	free(at);
	free(state);
	free(who);
	return heading;
}

static void add_text(struct lines *l, int indent, const char *heading, const char *text)
{
	lines_add(l, STYLE_HEADING, indent, heading);
	lines_add(l, STYLE_PLAIN, indent, text);
}

static void compute(struct conflict *c)
{
	const struct compose *w = writer(&c->screen);
	bool wide = term_columns() >= WIDE;
	char *heading = their_heading(w), *text = detail_text(w->theirs, "body");

	lines_release(&c->mine);
	lines_release(&c->theirs);
	lines_init(&c->mine, wide ? term_columns() / 2 : term_columns());
	lines_init(&c->theirs, term_columns());
	add_text(&c->mine, INDENT, _("── Your text"), edit_text(&w->text.reply.edit));
	if (!wide)
		lines_blank(&c->mine);
	add_text(wide ? &c->theirs : &c->mine, wide ? term_columns() / 2 + INDENT : INDENT, heading,
	         text);
	free(text);
	free(heading);
}

static struct screen *conflict_open(struct ui *ui, const struct ask *ask)
{
	struct conflict *c = xcalloc(1, sizeof(*c));

	screen_init(&c->screen, ui, &screen_conflict);
	return &c->screen;
}

static void conflict_close(struct screen *s)
{
	struct conflict *c = conflict_of(s);

	lines_release(&c->mine);
	lines_release(&c->theirs);
	free(c);
}

static void conflict_paint(struct screen *s)
{
	struct conflict *c = conflict_of(s);
	char *left = xasprintf(_("%lld · two texts"), (long long)writer(s)->text.reply.id);

	compute(c);
	frame_bar(s->ui);
	frame_title(left, _("nothing is lost"));
	free(left);
	lines_paint(&c->mine, c->top, FRAME_TOP, frame_height());
	lines_paint(&c->theirs, c->top, FRAME_TOP, frame_height());
}

static void conflict_cursor(const struct screen *s, int *y, int *x)
{
	*y = FRAME_TOP;
	*x = INDENT;
}

static enum next scroll(struct screen *s, enum verb verb)
{
	struct conflict *c = conflict_of(s);
	size_t n = c->mine.n > c->theirs.n ? c->mine.n : c->theirs.n;

	c->top = scroll_text(verb, c->top, n, frame_height());
	return NEXT_PAINT;
}

static enum next keep_mine(struct screen *s, enum verb verb)
{
	return NEXT_CLOSE;
}

static enum next replace_mine(struct screen *s, int64_t id, int version)
{
	struct compose *w = writer(s);

	reply_take_theirs(&w->text.reply, w->theirs);
	reply_screen_touched(&w->text);
	return NEXT_CLOSE;
}

static enum next take_theirs(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.question = _("Throw your own text away?"), .yes = replace_mine});
	return NEXT_PAINT;
}

static enum next merge(struct screen *s, enum verb verb)
{
	struct compose *w = writer(s);
	struct ui *ui = s->ui;

	reply_merge(&w->text.reply, w->theirs,
	            ui->session->full_name ? ui->session->full_name : "");
	ui_next(ui, s, NEXT_CLOSE);
	ui_verb(ui, &w->text.screen, VERB_EDITOR);
	return NEXT_NOTHING;
}

static const struct action actions[] = {
        {VERB_CHOOSE, keep_mine}, {VERB_THEIRS, take_theirs}, {VERB_EDITOR, merge},
        {VERB_DOWN, scroll},      {VERB_UP, scroll},          {VERB_PAGE_DOWN, scroll},
        {VERB_PAGE_UP, scroll},   {VERB_NONE, NULL},
};

static const enum verb hints[] = {VERB_CHOOSE, VERB_EDITOR, VERB_THEIRS, VERB_BACK, VERB_NONE};

const struct screen_ops screen_conflict = {
        .context = CONTEXT_CONFLICT,
        .actions = actions,
        .hints = hints,
        .open = conflict_open,
        .close = conflict_close,
        .paint = conflict_paint,
        .cursor = conflict_cursor,
};
