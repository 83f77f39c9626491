/* The screen for writing: the resident's words, the text, and beside it what it can be made of. */
#include "console/screen/screens.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/status.h"
#include "console/queue/queue.h"
#include "console/reply/compose.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/line_edit.h"
#include "console/ui/lines.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

/* With so many columns, what an answer can be made of stands beside the text. */
enum { NARROWEST = 10, WIDE = 110 };

static const struct {
	enum style style;
	const char *heading;
} kinds[REPLY_KINDS] = {
        [REPLY_ANSWER] = {STYLE_HEADING, N_("── Answer to the resident")},
        [REPLY_NOTE] = {STYLE_SOON, N_("── Internal note: the resident never sees it")},
        [REPLY_QUESTION] = {STYLE_ERROR,
                            N_("── Question to the resident: the time stops until the reply")},
        [REPLY_REFERRAL] = {STYLE_HEADING, N_("── Answer of the unit, for a moderator to approve")},
};

/* Columns of the text and what stands above it. */
static int left_columns(void)
{
	int columns = term_columns();

	return columns < WIDE ? columns : columns * 3 / 5;
}

static int text_columns(void)
{
	return left_columns() - 2 > NARROWEST ? left_columns() - 2 : NARROWEST;
}

static void compute(struct compose *c)
{
	c->text.reply.edit.columns = text_columns();
	lines_release(&c->words);
	lines_init(&c->words, left_columns());
	if (c->detail.json)
		detail_description(&c->detail, &c->words);
	lines_release(&c->beside);
	lines_init(&c->beside, term_columns());
	if (left_columns() < term_columns())
		suggestions_lines(&c->suggestions, &c->beside, left_columns() + 1);
}

/* Lines of the resident's words above the text: at most a third. */
static int words_height(const struct compose *c)
{
	int third = frame_height() / 3;

	return (int)c->words.n < third ? (int)c->words.n : third;
}

/* ask->question is why the text did not arrive the last time; NULL: it was not sent. */
static struct screen *compose_open(struct ui *ui, const struct ask *ask)
{
	struct compose *c = xcalloc(1, sizeof(*c));
	int64_t kept_at =
	        reply_screen_open(&c->text, ui, &screen_compose, ask, ask->city, text_columns());

	c->for_unit = ask->verb == VERB_REFERRAL_ANSWER || c->text.reply.kind == REPLY_REFERRAL;
	if (!kept_at && c->for_unit)
		c->text.reply.kind = REPLY_REFERRAL;
	c->loaded = compute;
	c->since = session_now(ui->session);
	c->city = xstrdup(ask->city);
	c->state = kept_at ? COMPOSE_KEPT : COMPOSE_UNREAD;
	if (ask->question)
		ui_say(ui, STYLE_ERROR, _("%s; your text is kept"), ask->question);
	compose_load(c);
	compose_load_suggestions(c);
	return &c->text.screen;
}

static void compose_close(struct screen *s)
{
	struct compose *c = compose_of(s);

	reply_screen_close(&c->text);
	detail_release(&c->detail);
	suggestions_release(&c->suggestions);
	lines_release(&c->words);
	lines_release(&c->beside);
	json_decref(c->theirs);
	free(c->conflict);
	free(c->city);
	free(c);
}

static void compose_resize(struct screen *s)
{
	compute(compose_of(s));
}

static void compose_paint(struct screen *s)
{
	struct compose *c = compose_of(s);
	const struct row *row =
	        c->detail.row ? c->detail.row : queue_find(s->console->queue, c->text.reply.id);
	char *left = xasprintf("%" PRId64 "%s%s", c->text.reply.id, row ? " · " : "",
	                       row ? row->category : "");
	int words;

	frame_bar(s->ui);
	frame_title(left, row ? status_word(row->status) : "");
	free(left);
	words = words_height(c);
	lines_paint(&c->words, 0, FRAME_TOP, words);
	term_text(FRAME_TOP + words, 0, left_columns(), kinds[c->text.reply.kind].style,
	          _(kinds[c->text.reply.kind].heading));
	reply_screen_paint(&c->text, FRAME_TOP + words + 1, frame_height() - words - 1);
	lines_paint(&c->beside, 0, FRAME_TOP, frame_height());
}

static struct place compose_attends(const struct screen *s)
{
	return (struct place){compose_of(s)->text.reply.id, DOING_REPLY};
}

/* The text is based on what the operator saw: only doubt, or nothing seen yet, is a reason to
 * read again. */
static void compose_refresh(struct screen *s)
{
	struct compose *c = compose_of(s);

	if (compose_awaits_reading(c) || !c->detail.json)
		compose_load(c);
	if (!c->detail.json)
		compose_load_suggestions(c);
}

static enum next change_kind(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	enum reply_kind *kind = &c->text.reply.kind;

	do
		*kind = (*kind + 1) % REPLY_KINDS;
	while (!compose_fits(c, *kind));
	reply_screen_touched(&c->text);
	return NEXT_PAINT;
}

static enum next show_suggestions(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_SUGGESTIONS, &(struct ask){.id = compose_of(s)->text.reply.id});
	return NEXT_PAINT;
}

static enum next next_placeholder(struct screen *s, enum verb verb)
{
	if (!reply_next_placeholder(&compose_of(s)->text.reply))
		ui_say(s->ui, STYLE_FAINT, "%s", _("nothing is left to be filled in"));
	return NEXT_PAINT;
}

static enum next compare(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFLICT, &(struct ask){.id = compose_of(s)->text.reply.id});
	return NEXT_PAINT;
}

static enum next leave(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);

	ui_save(s->ui);
	if (c->text.reply.touched && c->text.reply.edit.text.len && !c->text.reply.unsaved)
		ui_say(s->ui, STYLE_SOON, _("%lld: the text is kept here, and not sent"),
		       (long long)c->text.reply.id);
	return NEXT_CLOSE;
}

static const char *compose_refuses(const struct screen *s, enum verb verb)
{
	if (verb == VERB_COMPARE && !compose_of(s)->theirs)
		return _("nobody else wrote one");
	return NULL;
}

static const struct action actions[] = {{VERB_PUBLISH, compose_publish},
                                        {VERB_SAVE, compose_save},
                                        {VERB_INSERT, show_suggestions},
                                        {VERB_NEXT_PLACEHOLDER, next_placeholder},
                                        {VERB_EDITOR, reply_screen_editor},
                                        {VERB_KIND, change_kind},
                                        {VERB_COMPARE, compare},
                                        {VERB_DISCARD, reply_screen_discard},
                                        {VERB_BACK, leave},
                                        REPLY_SCREEN_ACTIONS};

static const enum verb hints[] = {VERB_INSERT, VERB_SAVE, VERB_PUBLISH, VERB_EDITOR,
                                  VERB_KIND,   VERB_BACK, VERB_DISCARD, VERB_NONE};

const struct screen_ops screen_compose = {
        .context = CONTEXT_COMPOSE,
        .actions = actions,
        .hints = hints,
        .open = compose_open,
        .close = compose_close,
        .resize = compose_resize,
        .paint = compose_paint,
        .cursor = reply_screen_cursor,
        .key = reply_screen_key,
        .paste = reply_screen_paste,
        .refuses = compose_refuses,
        .means = compose_means,
        .refresh = compose_refresh,
        .attends = compose_attends,
        .save = reply_screen_keep,
};
