/* Saving and publishing what was written. A text that is published goes its way without the screen,
 * while the operator has gone on to the next request. */
#include "console/reply/compose.h"

#include "console/action/action_table.h"
#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/placeholder.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <stdlib.h>
#include <string.h>

struct outgoing {
	struct console *console;
	struct reply reply;
	char *city;
};

/* Whether the request has to be read before the text is sent again: its own save may be there, or
 * the draft that it changes may be gone. */
static bool reads_again(const struct compose *c, const struct db_error *error)
{
	return db_error_is_uncertain(error) ||
	       (strcmp(error->sqlstate, "VA001") == 0 && c->text.reply.response);
}

static void refused(struct compose *c, const struct db_error *error)
{
	struct ui *ui = c->text.screen.ui;
	char *why = db_error_text(error);

	c->state = COMPOSE_WRITING;
	if (db_error_is_offline(error)) {
		c->state = COMPOSE_SENT;
		ui_say(ui, STYLE_ERROR, _("the connection was lost; your text is kept"));
	} else if (reads_again(c, error)) {
		c->state = COMPOSE_SENT;
		ui_say(ui, STYLE_ERROR, "%s", why);
		compose_load(c);
	} else if (db_error_is_conflict(error)) {
		compose_was_second(c, xstrdup(why));
		compose_load(c);
	} else {
		ui_say(ui, STYLE_ERROR, "%s", why);
	}
	free(why);
}

/* Submitting is an act of its own, behind the draft: if it is refused, the draft stays. */
static void finish_saved(struct compose *c, int64_t id, int version)
{
	struct console *console = c->text.screen.console;
	bool submits = c->submits;

	compose_finish(c, _("the text is saved"));
	if (submits && id)
		act_send_then(console, VERB_SUBMIT, id, version, NULL, NULL, NULL, NULL, NULL);
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	struct row **rows;
	int64_t id;
	int version;

	s->ui->dirty = true;
	if (error) {
		c->submits = false;
		refused(c, error);
		return;
	}
	rows = result_rows(res);
	id = rows[0] ? rows[0]->id : 0;
	version = rows[0] ? rows[0]->version : 0;
	if (rows[0]) {
		act_own(s->console, rows[0]->id, c->text.reply.version, rows[0]->version);
		undo_add(s->console, rows[0]->id, rows[0]->version, VERB_WRITE, false);
		act_changed(s->console, rows[0], false);
	}
	free(rows);
	c->state = COMPOSE_SENT;
	if (reply_went_on(&c->text.reply) || c->after == VERB_PUBLISH)
		compose_load(c);
	else
		finish_saved(c, id, version);
}

/* The text on disk is the one on the screen. */
static void keep(struct compose *c)
{
	reply_screen_keep(&c->text.screen);
}

static void send(struct compose *c)
{
	struct reply *l = &c->text.reply;
	struct db_params params = {0};

	reply_send(l, SENDING_SAVED);
	keep(c);
	db_params_int(&params, l->id);
	db_params_int(&params, l->version);
	db_params_text(&params, edit_text(&l->edit));
	db_params_bool(&params, l->kind != REPLY_NOTE);
	db_params_id(&params, l->response);
	db_params_text(&params, l->sending.key);
	c->state = COMPOSE_SAVING;
	ui_ask(&c->text.screen, QUERY_DRAFT, params.text, saved);
}

/* Whether the text can be sent now. Where it is on its way, or the next reading has to show first
 * what became of it, verb is done after that; a conflict has to be seen by the operator first. */
static bool can_send(struct compose *c, enum verb verb)
{
	bool uncertain;

	if (c->state == COMPOSE_CONFLICT || !ui_ready(c->text.screen.ui))
		return false;
	uncertain =
	        c->state == COMPOSE_KEPT || c->state == COMPOSE_SENT || c->state == COMPOSE_SAVING;
	if (uncertain)
		c->after = verb;
	return !uncertain;
}

/* What is no draft in the database before it is sent. */
static bool sent_whole(enum reply_kind kind)
{
	return kind == REPLY_QUESTION || kind == REPLY_REFERRAL;
}

enum next compose_save(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	bool can = can_send(c, verb);

	if (can && c->text.reply.edit.text.len > 0 && !sent_whole(c->text.reply.kind)) {
		c->submits = false;
		send(c);
		return NEXT_PAINT;
	}
	keep(c);
	if (can && c->text.reply.edit.text.len == 0)
		ui_say(s->ui, STYLE_ERROR, _("there is no text yet"));
	else if (can)
		ui_say(s->ui, STYLE_SOON, "%s", _("the text is kept here until it is sent"));
	return NEXT_PAINT;
}

/* Shows the text again that did not arrive, unless the operator is typing another one. */
static void come_back(const struct outgoing *o, const struct ask *ask)
{
	if (!context_is_text(ui_top(o->console->ui)->ops->context))
		ui_push(o->console->ui, SCREEN_COMPOSE, ask);
}

static void settled(void *arg, const struct db_error *error)
{
	struct outgoing *o = arg;
	struct ask ask = {.id = o->reply.id, .version = o->reply.version, .city = o->city};

	if (!error)
		reply_drop(&o->reply);
	reply_close(&o->reply); /* its place on disk is free for who opens it again */
	if (error && !db_error_is_offline(error)) {
		char *why = db_error_text(error);
		ask.question = why;
		come_back(o, &ask);
		free(why);
	}
	free(o->city);
	free(o);
}

/* What sends it. */
static const enum verb acts[REPLY_KINDS] = {
        [REPLY_ANSWER] = VERB_PUBLISH,
        [REPLY_NOTE] = VERB_INTERNAL_NOTE,
        [REPLY_QUESTION] = VERB_PAUSE,
        [REPLY_REFERRAL] = VERB_REFERRAL_ANSWER,
};

/* The text goes its way without the screen. */
static enum next dispatch(struct screen *s, int64_t id, int version)
{
	struct compose *c = compose_of(s);
	struct console *console = s->console;
	struct db_params draft = {0};
	struct outgoing *o;
	enum verb verb;

	if (!ui_ready(console->ui))
		return NEXT_PAINT;
	reply_send(&c->text.reply, SENDING_PUBLISHED);
	keep(c);
	o = xcalloc(1, sizeof(*o));
	*o = (struct outgoing){console, c->text.reply, xstrdup(c->city)};
	c->text.reply = (struct reply){.draft.fd = -1};
	verb = acts[o->reply.kind];
	db_params_id(&draft, verb == VERB_PUBLISH ? o->reply.response : 0);
	act_send_then(console, verb, id, version, edit_text(&o->reply.edit), draft.text[0],
	              act_spec(verb)->keyed ? o->reply.sending.key : NULL, settled, o);
	return NEXT_CLOSE;
}

/* An answer is published or, by whom that is not for, submitted. */
static bool submits(const struct compose *c)
{
	const json_t *refused = json_object_get(c->detail.json, "refused");
	const json_t *publish = json_object_get(refused, "publish");
	const struct session *session = c->text.screen.ui->session;

	if (c->text.reply.kind != REPLY_ANSWER)
		return false;
	return c->detail.json ? json_object_get(publish, "who") != NULL
	                      : !session_allows(session, c->city, "publish");
}

enum verb compose_means(const struct screen *s, enum verb verb)
{
	const struct compose *c = compose_of(s);

	if (verb != VERB_PUBLISH)
		return verb;
	return submits(c) ? VERB_SUBMIT : acts[c->text.reply.kind];
}

bool compose_fits(const struct compose *c, enum reply_kind kind)
{
	const struct session *session = c->text.screen.ui->session;

	if (kind == REPLY_REFERRAL)
		return c->for_unit;
	return kind != REPLY_QUESTION || session_allows(session, c->city, "pause");
}

/* Why the text cannot be published as it is; NULL: it can. */
static char *unready(struct compose *c)
{
	const char *text = edit_text(&c->text.reply.edit);
	size_t start, len;
	char *placeholder, *why;

	if (c->text.reply.edit.text.len == 0)
		return xstrdup(_("there is no text yet"));
	if (reply_has_marks(&c->text.reply))
		return xstrdup(_("the marks between the two texts still stand in it"));
	if (!placeholder_find(text, 0, &start, &len))
		return NULL;
	placeholder = xstrndup(text + start, len);
	why = xasprintf(_("%s is not filled in"), placeholder);
	free(placeholder);
	edit_choose(&c->text.reply.edit, start, len);
	return why;
}

/* Undo takes a question back, a moderator decides on a unit's answer, and an answer can be taken
 * back as long as its city's recall window is open. */
static bool can_be_undone(const struct compose *c)
{
	const struct city *city = session_city(c->text.screen.ui->session, c->city);
	int64_t window = c->detail.json ? detail_recall_window(&c->detail)
	                 : city         ? city->recall_window
	                                : 0;

	return sent_whole(c->text.reply.kind) || window > 0;
}

enum next compose_publish(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	char *why;
	bool can;

	if (c->text.reply.kind == REPLY_NOTE)
		return compose_save(s, verb);
	c->submits = submits(c);
	why = unready(c);
	can = !why && can_send(c, verb);
	if (can && c->submits) {
		send(c);
		return NEXT_PAINT;
	}
	if (can && can_be_undone(c))
		return dispatch(s, c->text.reply.id, c->text.reply.version);
	keep(c);
	if (why) {
		ui_say(s->ui, STYLE_ERROR, "%s", why);
	} else if (can) {
		ui_push(s->ui, SCREEN_CONFIRM,
		        &(struct ask){.id = c->text.reply.id,
		                      .version = c->text.reply.version,
		                      .question = _("Publish it? It cannot be taken back"),
		                      .yes = dispatch});
	}
	free(why);
	return NEXT_PAINT;
}
