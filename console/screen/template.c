/* The place of drafts of templates; no city has such a code. */
#include "console/screen/screens.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/placeholder.h"
#include "console/reply/reply.h"
#include "console/reply/template.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/line_edit.h"
#include "console/ui/text_field.h"
#include "console/ui/ui.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/settings.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define DRAFTS "+templates"

enum { NARROWEST = 10, WIDE = 100 };

#define PLACEHOLDERS "{number} {address} {district} {unit} {category} {due} {moderator}"

/* A template being changed: its text, kept on disk like an answer. */
struct template_screen {
	struct screen screen;
	struct reply letter; /* id: the template, 0: a new one; version: the one it is based on */
	bool sending;
	size_t top;
};

static struct template_screen *template_of(const struct screen *s)
{
	return (struct template_screen *)(uintptr_t)s;
}

static int columns(void)
{
	return term_columns() - 2 > NARROWEST ? term_columns() - 2 : NARROWEST;
}

static void keep(struct screen *s)
{
	if (reply_keep(&template_of(s)->letter) != 0)
		ui_say(s->ui, STYLE_ERROR, _("the text cannot be kept on disk: %s"),
		       strerror(errno));
}

/* ask->question is the text to begin with. */
static struct screen *template_open(struct ui *ui, const struct ask *ask)
{
	struct template_screen *t = xcalloc(1, sizeof(*t));
	screen_init(&t->screen, ui, &screen_template);
	t->letter.id = ask->id;
	t->letter.version = ask->version;
	int64_t kept_at = reply_open(&t->letter, ui->session->login ? ui->session->login : "",
	                             DRAFTS, columns());
	if (kept_at) {
		char *at = when_short(kept_at, session_now(ui->session));
		ui_say(ui, STYLE_SOON, _("your text of %s is back"), at);
		free(at);
	} else {
		edit_set(&t->letter.edit, ask->question);
		edit_choose(&t->letter.edit, 0, 0);
		edit_verb(&t->letter.edit, VERB_LINE_END, 1);
	}
	return &t->screen;
}

static void template_close(struct screen *s)
{
	keep(s);
	reply_close(&template_of(s)->letter);
	free(s);
}

static void template_resize(struct screen *s)
{
	template_of(s)->letter.edit.columns = columns();
}

static void template_paint(struct screen *s)
{
	struct template_screen *t = template_of(s);
	frame_bar(s->ui);
	frame_title(t->letter.id ? _("Change a template") : _("A new template"),
	            term_columns() < WIDE ? "" : PLACEHOLDERS);
	field_paint(&t->letter.edit, &t->top, FRAME_TOP, frame_height(), placeholder_find);
}

static void template_cursor(const struct screen *s, int *y, int *x)
{
	const struct template_screen *t = template_of(s);
	field_cursor(&t->letter.edit, t->top, FRAME_TOP, y, x);
}

static void touched(struct template_screen *t)
{
	reply_touch(&t->letter);
	ui_save_soon(t->screen.ui);
}

static enum next template_key(struct screen *s, keycode k)
{
	if (!key_is_text(k))
		return NEXT_NOTHING;
	edit_type(&template_of(s)->letter.edit, k);
	touched(template_of(s));
	return NEXT_PAINT;
}

static enum next change_text(struct screen *s, enum verb verb)
{
	struct template_screen *t = template_of(s);
	size_t before = t->letter.edit.text.len;
	edit_verb(&t->letter.edit, verb, frame_height() > 1 ? frame_height() : 1);
	if (t->letter.edit.text.len != before)
		touched(t);
	return NEXT_PAINT;
}

/* The version that is there now: saving once more puts this text over it. */
static void newest(struct screen *s, const PGresult *res, const struct db_error *error)
{
	if (!error && PQntuples(res) > 0)
		template_of(s)->letter.version =
		        (int)strtol(PQgetvalue(res, 0, PQfnumber(res, "version")), NULL, 10);
}

static void refused(struct template_screen *t, const struct db_error *error)
{
	char *why = dberror_text(error);
	bool mine = dberror_is_offline(error) || dberror_is_conflict(error);
	ui_say(t->screen.ui, STYLE_ERROR, mine ? _("%s; your text is kept") : "%s", why);
	free(why);
	if (dberror_is_conflict(error)) {
		char id[24];
		snprintf(id, sizeof(id), "%" PRId64, t->letter.id);
		const char *params[] = {id};
		ui_ask(&t->screen, QUERY_GUIDANCE_VERSIONS, params, newest);
	}
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct template_screen *t = template_of(s);
	struct ui *ui = s->ui;
	t->sending = false;
	if (error) {
		refused(t, error);
		return;
	}
	if (reply_went_on(&t->letter)) {
		t->letter.id = strtoll(PQgetvalue(res, 0, 0), NULL, 10);
		t->letter.version = (int)strtol(PQgetvalue(res, 0, 1), NULL, 10);
		ui_say(ui, STYLE_SOON, _("saved, without what you typed since"));
		return;
	}
	reply_drop(&t->letter);
	ui_say(ui, STYLE_GOOD, _("the template is saved as version %s"), PQgetvalue(res, 0, 1));
	ui_next(ui, s, NEXT_CLOSE);
	ui_refresh(ui);
}

static const char *value(const struct template *t, enum template_field field)
{
	return *t->fields[field] ? t->fields[field] : NULL;
}

static void send(struct template_screen *s, const struct template *t)
{
	struct reply *l = &s->letter;
	char id[24], version[16];
	snprintf(id, sizeof(id), "%" PRId64, l->id);
	snprintf(version, sizeof(version), "%d", l->version);
	const char *params[] = {l->id ? id : NULL,
	                        l->id ? version : NULL,
	                        value(t, TEMPLATE_CITY),
	                        value(t, TEMPLATE_CATEGORY),
	                        value(t, TEMPLATE_UNIT),
	                        value(t, TEMPLATE_LANGUAGE),
	                        t->fields[TEMPLATE_TITLE],
	                        t->body,
	                        template_offered(t) ? "true" : "false"};
	s->sending = true;
	reply_send(l);
	ui_ask(&s->screen, QUERY_GUIDANCE_SAVE, params, saved);
}

static enum next save(struct screen *s, enum verb verb)
{
	struct template_screen *t = template_of(s);
	struct template template;
	keep(s);
	char *complaint = template_read(&template, edit_text(&t->letter.edit));
	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	else if (!t->sending && ui_ready(s->ui))
		send(t, &template);
	if (!complaint)
		template_release(&template);
	free(complaint);
	return NEXT_PAINT;
}

static enum next own_editor(struct screen *s, enum verb verb)
{
	char *complaint = reply_edit(&template_of(s)->letter, s->ui->settings->editor);
	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	free(complaint);
	keep(s);
	return NEXT_PAINT;
}

static enum next throw_away(struct screen *below, int64_t id, int version)
{
	reply_drop(&template_of(below)->letter);
	return NEXT_CLOSE;
}

static enum next discard(struct screen *s, enum verb verb)
{
	ui_push(s->ui, SCREEN_CONFIRM,
	        &(struct ask){.question = _("Throw this text away?"), .yes = throw_away});
	return NEXT_PAINT;
}

/* clang-format off */
static const struct action actions[] = {
	{VERB_SAVE, save}, {VERB_EDITOR, own_editor}, {VERB_DISCARD, discard},
	{VERB_NEWLINE, change_text}, {VERB_LEFT, change_text}, {VERB_RIGHT, change_text},
	{VERB_UP, change_text}, {VERB_DOWN, change_text}, {VERB_PAGE_UP, change_text},
	{VERB_PAGE_DOWN, change_text}, {VERB_LINE_START, change_text},
	{VERB_LINE_END, change_text}, {VERB_DELETE_BACK, change_text},
	{VERB_DELETE, change_text}, {VERB_NONE, NULL},
};
/* clang-format on */

static const enum verb hints[] = {VERB_SAVE, VERB_EDITOR, VERB_BACK, VERB_DISCARD, VERB_NONE};

const struct screen_ops screen_template = {
        .context = CONTEXT_COMPOSE,
        .actions = actions,
        .hints = hints,
        .open = template_open,
        .close = template_close,
        .resize = template_resize,
        .paint = template_paint,
        .cursor = template_cursor,
        .key = template_key,
        .save = keep,
};
