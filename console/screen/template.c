/* The screen on which a template of an answer is changed, or a new one written. */
#include "console/screen/screens.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/reply_screen.h"
#include "console/reply/template.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/frame.h"
#include "console/ui/line_edit.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

/* The place of drafts of templates; no city has such a code. */
#define DRAFTS "+templates"

enum { NARROWEST = 10, WIDE = 100 };

#define PLACEHOLDERS "{number} {address} {district} {unit} {category} {due} {moderator}"

/* A template being changed: its text, kept on disk like an answer. */
struct template_screen {
	/* reply.id: the template, 0: a new one; reply.version: the one it is based on */
	struct reply_screen text;
	enum { TEMPLATE_WRITING, TEMPLATE_SAVING } state;
};

static struct template_screen *template_of(const struct screen *s)
{
	return (struct template_screen *)(uintptr_t)s;
}

static int columns(void)
{
	return term_columns() - 2 > NARROWEST ? term_columns() - 2 : NARROWEST;
}

/* ask->question is the text to begin with. */
static struct screen *template_open(struct ui *ui, const struct ask *ask)
{
	struct template_screen *t = xcalloc(1, sizeof(*t));

	if (!reply_screen_open(&t->text, ui, &screen_template, ask, DRAFTS, columns())) {
		struct edit *e = &t->text.reply.edit;
		edit_set(e, ask->question);
		edit_choose(e, 0, 0);
		edit_verb(e, VERB_LINE_END, 1);
	}
	return &t->text.screen;
}

static void template_close(struct screen *s)
{
	reply_screen_close(reply_screen_of(s));
	free(s);
}

static void template_resize(struct screen *s)
{
	template_of(s)->text.reply.edit.columns = columns();
}

static void template_paint(struct screen *s)
{
	struct template_screen *t = template_of(s);

	frame_bar(s->ui);
	frame_title(t->text.reply.id ? _("Change a template") : _("A new template"),
	            term_columns() < WIDE ? "" : PLACEHOLDERS);
	reply_screen_paint(&t->text, FRAME_TOP, frame_height());
}

/* The version that is there now: saving once more puts this text over it. */
static void newest(struct screen *s, const PGresult *res, const struct db_error *error)
{
	if (!error && PQntuples(res) > 0)
		template_of(s)->text.reply.version = (int)db_result_int(res, 0, "version");
}

static void refused(struct template_screen *t, const struct db_error *error)
{
	char *why = db_error_text(error);
	bool mine = db_error_is_offline(error) || db_error_is_conflict(error);

	ui_say(t->text.screen.ui, STYLE_ERROR, mine ? _("%s; your text is kept") : "%s", why);
	free(why);
	if (db_error_is_conflict(error))
		ui_ask_id(&t->text.screen, QUERY_GUIDANCE_VERSIONS, t->text.reply.id, newest);
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct template_screen *t = template_of(s);
	struct ui *ui = s->ui;

	t->state = TEMPLATE_WRITING;
	if (error) {
		refused(t, error);
		return;
	}
	if (reply_went_on(&t->text.reply)) {
		t->text.reply.id = db_result_int(res, 0, "id");
		t->text.reply.version = (int)db_result_int(res, 0, "version");
		ui_say(ui, STYLE_SOON, _("saved, without what you typed since"));
		return;
	}
	reply_drop(&t->text.reply);
	ui_say(ui, STYLE_GOOD, _("the template is saved as version %s"),
	       db_result_text(res, 0, "version"));
	ui_next(ui, s, NEXT_CLOSE);
	ui_refresh(ui);
}

static const char *value(const struct template *t, enum template_field field)
{
	return *t->fields[field] ? t->fields[field] : NULL;
}

static void send(struct template_screen *s, const struct template *t)
{
	struct reply *l = &s->text.reply;
	struct db_params params = {0};

	db_params_id(&params, l->id);
	db_params_id(&params, l->id ? l->version : 0);
	db_params_text(&params, value(t, TEMPLATE_CITY));
	db_params_text(&params, value(t, TEMPLATE_CATEGORY));
	db_params_text(&params, value(t, TEMPLATE_UNIT));
	db_params_text(&params, value(t, TEMPLATE_LANGUAGE));
	db_params_text(&params, t->fields[TEMPLATE_TITLE]);
	db_params_text(&params, t->body);
	db_params_bool(&params, template_offered(t));
	s->state = TEMPLATE_SAVING;
	reply_send(l, SENDING_SAVED);
	ui_ask(&s->text.screen, QUERY_GUIDANCE_SAVE, params.text, saved);
}

static enum next save(struct screen *s, enum verb verb)
{
	struct template_screen *t = template_of(s);
	struct template template;
	char *complaint;

	reply_screen_keep(s);
	complaint = template_read(&template, edit_text(&t->text.reply.edit));
	if (complaint)
		ui_say(s->ui, STYLE_ERROR, "%s", complaint);
	else if (t->state == TEMPLATE_WRITING && ui_ready(s->ui))
		send(t, &template);
	if (!complaint)
		template_release(&template);
	free(complaint);
	return NEXT_PAINT;
}

static const struct action actions[] = {{VERB_SAVE, save},
                                        {VERB_EDITOR, reply_screen_editor},
                                        {VERB_DISCARD, reply_screen_discard},
                                        REPLY_SCREEN_ACTIONS};

static const enum verb hints[] = {VERB_SAVE, VERB_EDITOR, VERB_BACK, VERB_DISCARD, VERB_NONE};

const struct screen_ops screen_template = {
        .context = CONTEXT_COMPOSE,
        .actions = actions,
        .hints = hints,
        .open = template_open,
        .close = template_close,
        .resize = template_resize,
        .paint = template_paint,
        .cursor = reply_screen_cursor,
        .key = reply_screen_key,
        .paste = reply_screen_paste,
        .save = reply_screen_keep,
};
