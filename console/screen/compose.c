/* With so many columns, what an answer can be made of stands beside the text. */
#include "console/screen/screens.h"

#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/status.h"
#include "console/queue/queue.h"
#include "console/reply/compose.h"
#include "console/reply/placeholder.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/frame.h"
#include "console/ui/line_edit.h"
#include "console/ui/lines.h"
#include "console/ui/text_field.h"
#include "console/ui/ui.h"
#include "lib/i18n.h"
#include "lib/settings.h"
#include "lib/text.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NARROWEST = 10, WIDE = 110 };

static const struct {
	enum style style;
	const char *heading;
} kinds[REPLY_KINDS] = {
        [REPLY_ANSWER] = {STYLE_HEADING, N_("── Answer to the resident")},
        [REPLY_NOTE] = {STYLE_SOON, N_("── Internal note: the resident never sees it")},
        [REPLY_QUESTION] = {STYLE_ERROR,
                            N_("── Question to the resident: the time stops until the reply")},
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
	c->letter.edit.columns = text_columns();
	lines_release(&c->words);
	lines_init(&c->words, left_columns());
	if (c->detail.json)
		detail_description(&c->detail, &c->words);
	lines_release(&c->beside);
	lines_init(&c->beside, term_columns());
	if (left_columns() < term_columns())
		suggestions_lines(&c->material, &c->beside, left_columns() + 1);
}

/* Lines of the resident's words above the text: at most a third. */
static int words_height(const struct compose *c)
{
	int third = frame_height() / 3;
	return (int)c->words.n < third ? (int)c->words.n : third;
}

static int text_height(const struct compose *c)
{
	int height = frame_height() - words_height(c) - 1;
	return height > 1 ? height : 1;
}

static void keep(struct screen *s)
{
	if (reply_keep(&compose_of(s)->letter) == 0)
		return;
	ui_say(s->ui, STYLE_ERROR, _("the text cannot be kept on disk: %s"), strerror(errno));
	ui_save_soon(s->ui);
}

/* ask->question is why the text did not arrive the last time; NULL: it was not sent. */
static struct screen *compose_open(struct ui *ui, const struct ask *ask)
{
	struct compose *c = xcalloc(1, sizeof(*c));
	const char *login = ui->session->login ? ui->session->login : "";
	screen_init(&c->screen, ui, &screen_compose);
	c->loaded = compute;
	c->city = xstrdup(ask->city);
	c->letter.id = ask->id;
	c->letter.version = ask->version;
	int64_t kept_at = reply_open(&c->letter, login, ask->city, text_columns());
	c->state = kept_at ? COMPOSE_KEPT : COMPOSE_UNREAD;
	if (ask->question) {
		ui_say(ui, STYLE_ERROR, _("%s; your text is kept"), ask->question);
	} else if (kept_at) {
		char *at = when_short(kept_at, session_now(ui->session));
		ui_say(ui, STYLE_SOON, _("your text of %s is back"), at);
		free(at);
	}
	compose_load(c);
	compose_load_material(c);
	return &c->screen;
}

static void compose_close(struct screen *s)
{
	struct compose *c = compose_of(s);
	keep(s);
	reply_close(&c->letter);
	detail_release(&c->detail);
	suggestions_release(&c->material);
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

static int first_line(const struct compose *c)
{
	return FRAME_TOP + words_height(c) + 1;
}

static void compose_paint(struct screen *s)
{
	struct compose *c = compose_of(s);
	const struct row *row =
	        c->detail.row ? c->detail.row : queue_find(s->console->queue, c->letter.id);
	char *left = xasprintf("%" PRId64 "%s%s", c->letter.id, row ? " · " : "",
	                       row ? row->category : "");
	frame_bar(s->ui);
	frame_title(left, row ? status_word(row->status) : "");
	free(left);
	int words = words_height(c);
	lines_paint(&c->words, 0, FRAME_TOP, words);
	term_text(FRAME_TOP + words, 0, left_columns(), kinds[c->letter.kind].style,
	          _(kinds[c->letter.kind].heading));
	field_paint(&c->letter.edit, &c->top, first_line(c), text_height(c), placeholder_find);
	lines_paint(&c->beside, 0, FRAME_TOP, frame_height());
}

static void compose_cursor(const struct screen *s, int *y, int *x)
{
	const struct compose *c = compose_of(s);
	field_cursor(&c->letter.edit, c->top, first_line(c), y, x);
}

static struct place compose_attends(const struct screen *s)
{
	return (struct place){compose_of(s)->letter.id, DOING_REPLY};
}

static enum next compose_key(struct screen *s, keycode k)
{
	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&compose_of(s)->letter.edit, k);
	compose_touched(compose_of(s));
	return NEXT_PAINT;
}

static enum next change_text(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	size_t before = c->letter.edit.text.len;
	edit_verb(&c->letter.edit, verb, text_height(c));
	if (c->letter.edit.text.len != before)
		compose_touched(c);
	return NEXT_PAINT;
}

/* The text is based on what the operator saw: only doubt, or nothing seen yet, is a reason to
 * read again. */
static void compose_refresh(struct screen *s)
{
	struct compose *c = compose_of(s);
	if (compose_awaits_reading(c) || !c->detail.json)
		compose_load(c);
	if (!c->detail.json)
		compose_load_material(c);
}

static enum next change_kind(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	c->letter.kind = (c->letter.kind + 1) % REPLY_KINDS;
	compose_touched(c);
	return NEXT_PAINT;
}

static enum next own_editor(struct screen *s, enum verb verb)
{
	char *complaint = reply_edit(&compose_of(s)->letter, s->ui->settings->editor);
	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	free(complaint);
	keep(s);
	return NEXT_PAINT;
}

static enum next show_material(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_SUGGESTIONS, &(struct ask){.id = compose_of(s)->letter.id});
	return NEXT_PAINT;
}

static enum next next_slot(struct screen *s, enum verb verb)
{
	if (!reply_next_slot(&compose_of(s)->letter))
		ui_say(s->ui, STYLE_FAINT, "%s", _("nothing is left to be filled in"));
	return NEXT_PAINT;
}

static enum next compare(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFLICT, &(struct ask){.id = compose_of(s)->letter.id});
	return NEXT_PAINT;
}

static enum next throw_away(struct screen *below, int64_t id, int version)
{
	reply_drop(&compose_of(below)->letter);
	return NEXT_CLOSE;
}

static enum next discard(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.question = _("Throw this text away?"), .yes = throw_away});
	return NEXT_PAINT;
}

static enum next leave(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	if (c->letter.touched && c->letter.edit.text.len)
		ui_say(s->ui, STYLE_SOON, _("%lld: the text is kept here, and not sent"),
		       (long long)c->letter.id);
	return NEXT_CLOSE;
}

static const char *compose_refuses(const struct screen *s, enum verb verb)
{
	if (verb == VERB_COMPARE && !compose_of(s)->theirs)
		return _("nobody else wrote one");
	return NULL;
}

/* clang-format off */
static const struct action actions[] = {
	{VERB_PUBLISH, compose_publish}, {VERB_SAVE, compose_save}, {VERB_INSERT, show_material},
	{VERB_NEXT_SLOT, next_slot}, {VERB_EDITOR, own_editor}, {VERB_KIND, change_kind},
	{VERB_COMPARE, compare}, {VERB_DISCARD, discard}, {VERB_BACK, leave},
	{VERB_NEWLINE, change_text}, {VERB_LEFT, change_text}, {VERB_RIGHT, change_text},
	{VERB_UP, change_text}, {VERB_DOWN, change_text}, {VERB_PAGE_UP, change_text},
	{VERB_PAGE_DOWN, change_text}, {VERB_LINE_START, change_text},
	{VERB_LINE_END, change_text}, {VERB_DELETE_BACK, change_text},
	{VERB_DELETE, change_text}, {VERB_NONE, NULL},
};
/* clang-format on */

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
        .cursor = compose_cursor,
        .key = compose_key,
        .refuses = compose_refuses,
        .refresh = compose_refresh,
        .attends = compose_attends,
        .save = keep,
};
