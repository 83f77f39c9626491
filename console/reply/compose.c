/* A text that is on its way while the operator has gone on to the next request. */
#include "console/reply/compose.h"

#include "console/action/actions.h"
#include "console/data/result.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/reply/placeholder.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/xmalloc.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct outgoing {
	struct console *console;
	struct reply letter;
	char *city;
};

struct compose *compose_of(const struct screen *s)
{
	return (struct compose *)(uintptr_t)s;
}

void compose_touched(struct compose *c)
{
	reply_touch(&c->letter);
	ui_save_soon(c->screen.ui);
}

static void finish(struct compose *c, const char *what)
{
	reply_drop(&c->letter);
	ui_say(c->screen.ui, STYLE_GOOD, "%lld: %s", (long long)c->letter.id, what);
	ui_next(c->screen.ui, &c->screen, NEXT_CLOSE);
}

/* Somebody was first. Where that one wrote, too, both texts are shown. */
static void tell_conflict(struct compose *c)
{
	struct ui *ui = c->screen.ui;
	if (!c->conflict)
		return;
	const json_t *theirs = reply_theirs(&c->letter, &c->detail);
	if (theirs) {
		json_decref(c->theirs);
		c->theirs = json_incref((json_t *)(uintptr_t)theirs);
	}
	ui_say(ui, STYLE_ERROR, _("%s; your text is kept"), c->conflict);
	if (theirs && ui_top(ui) == &c->screen)
		ui_push(ui, SCREEN_CONFLICT, &(struct ask){.id = c->letter.id});
	free(c->conflict);
	c->conflict = NULL;
}

/* What was sent is there. What was typed since changes it, at the next save. */
static void settle_doubt(struct compose *c)
{
	struct reply *l = &c->letter;
	bool arrived = c->doubtful && reply_arrived(l, &c->detail);
	c->doubtful = false;
	if (!arrived)
		return;
	reply_rebase(l, &c->detail);
	if (reply_went_on(l))
		ui_say(c->screen.ui, STYLE_SOON, _("saved, without what you typed since"));
	else
		finish(c, _("the text is saved"));
}

/* A text from disk may have reached the database before the console ended; or the request has
 * changed since. Returns whether nothing is left to do. */
static bool settle_kept(struct compose *c)
{
	const struct reply *l = &c->letter;
	bool kept = c->kept;
	c->kept = false;
	if (!kept)
		return false;
	enum reply_fate fate = reply_fate(&c->letter, &c->detail);
	if (fate == REPLY_DELIVERED && !reply_went_on(l)) {
		finish(c, _("this text has arrived already"));
		return true;
	}
	if (fate == REPLY_SAVED) {
		c->rebase = true;
	} else if (c->detail.row->version != l->version) {
		const json_t *last = json_array_get(json_object_get(c->detail.json, "events"), 0);
		char *who = detail_text(last, "who");
		free(c->conflict);
		c->conflict = xasprintf(_("%s changed this request since"), who);
		c->rebase = true;
		free(who);
	}
	return false;
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	struct detail detail;
	if (error || PQntuples(res) != 1 || !detail_read(&detail, PQgetvalue(res, 0, 0)))
		return;
	bool first = !c->detail.json;
	detail_release(&c->detail);
	c->detail = detail;
	s->ui->dirty = true;
	if (settle_kept(c))
		return;
	tell_conflict(c);
	if (c->rebase)
		reply_rebase(&c->letter, &c->detail);
	c->rebase = false;
	if (first)
		reply_take_draft(&c->letter, &c->detail);
	compose_compute(c);
	enum verb after = c->after;
	c->after = VERB_NONE;
	if (after && ui_top(s->ui) == s)
		ui_verb(s->ui, s, after);
	else
		settle_doubt(c);
}

void compose_load(struct compose *c)
{
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, c->letter.id);
	const char *params[] = {id};
	ui_ask(&c->screen, QUERY_REQUEST, params, loaded);
}

static void add_material(struct screen *s, const PGresult *res, bool templates)
{
	struct compose *c = compose_of(s);
	suggestions_add(&c->material, res, templates, session_now(s->ui->session));
	compose_compute(c);
	s->ui->dirty = true;
	if (ui_is(ui_top(s->ui), SCREEN_SUGGESTIONS))
		ui_top(s->ui)->ops->refresh(ui_top(s->ui));
}

static void templates_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	add_material(s, error ? NULL : res, true);
}

static void alikes_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	add_material(s, error ? NULL : res, false);
}

void compose_load_material(struct compose *c)
{
	char id[24];
	snprintf(id, sizeof(id), "%" PRId64, c->letter.id);
	const char *params[] = {id};
	suggestions_release(&c->material);
	c->material.awaited = 2;
	ui_ask(&c->screen, QUERY_GUIDANCE, params, templates_came);
	ui_ask(&c->screen, QUERY_ANSWERS_ALIKE, params, alikes_came);
}

static void refused(struct compose *c, const struct db_error *error)
{
	struct ui *ui = c->screen.ui;
	char *why = dberror_text(error);
	c->doubtful = dberror_is_offline(error);
	if (c->doubtful) {
		ui_say(ui, STYLE_ERROR, _("the connection was lost; your text is kept"));
	} else if (dberror_is_conflict(error)) {
		free(c->conflict);
		c->conflict = xstrdup(why);
		c->rebase = true;
		compose_load(c);
	} else {
		ui_say(ui, STYLE_ERROR, "%s", why);
	}
	free(why);
}

static void saved(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	c->sending = false;
	s->ui->dirty = true;
	if (error) {
		refused(c, error);
		return;
	}
	struct row **rows = result_rows(res);
	if (rows[0]) {
		act_own(s->console, rows[0]->id, c->letter.version, rows[0]->version);
		act_changed(s->console, rows[0], false);
	}
	free(rows);
	c->doubtful = reply_went_on(&c->letter);
	if (c->doubtful)
		compose_load(c);
	else
		finish(c, _("the text is saved"));
}

static void send(struct compose *c)
{
	struct reply *l = &c->letter;
	char id[24], version[16], response[24];
	snprintf(id, sizeof(id), "%" PRId64, l->id);
	snprintf(version, sizeof(version), "%d", l->version);
	snprintf(response, sizeof(response), "%" PRId64, l->response);
	const char *params[] = {id, version, edit_text(&l->edit),
	                        l->kind == REPLY_NOTE ? "false" : "true",
	                        l->response ? response : NULL};
	c->sending = true;
	reply_send(l);
	ui_ask(&c->screen, QUERY_DRAFT, params, saved);
}

/* What became of a text from disk has to be known before it is sent again. */
static bool waits(struct compose *c, enum verb verb)
{
	if (c->kept)
		c->after = verb;
	return c->kept;
}

enum next compose_save(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	if (s->ops->save)
		s->ops->save(s);
	if (c->sending || !ui_ready(s->ui) || waits(c, verb))
		return NEXT_PAINT;
	if (c->letter.edit.text.len == 0)
		ui_say(s->ui, STYLE_ERROR, _("there is no text yet"));
	else if (c->letter.kind == REPLY_QUESTION)
		ui_say(s->ui, STYLE_SOON, "%s", _("a question is kept here until it is sent"));
	else
		send(c);
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
	struct ask ask = {.id = o->letter.id, .version = o->letter.version, .city = o->city};
	if (!error)
		reply_drop(&o->letter);
	reply_close(&o->letter); /* its place on disk is free for who opens it again */
	if (error && !dberror_is_offline(error)) {
		char *why = dberror_text(error);
		ask.question = why;
		come_back(o, &ask);
		free(why);
	}
	free(o->city);
	free(o);
}

/* The text goes its way without the screen. */
static enum next dispatch(struct screen *s, int64_t id, int version)
{
	struct compose *c = compose_of(s);
	struct console *console = s->console;
	char response[24];
	snprintf(response, sizeof(response), "%" PRId64, c->letter.response);
	if (!ui_ready(console->ui))
		return NEXT_PAINT;
	struct outgoing *o = xcalloc(1, sizeof(*o));
	*o = (struct outgoing){console, c->letter, xstrdup(c->city)};
	c->letter = (struct reply){.draft.fd = -1};
	bool question = o->letter.kind == REPLY_QUESTION;
	act_send_then(console, question ? VERB_PAUSE : VERB_PUBLISH, id, version,
	              edit_text(&o->letter.edit), o->letter.response && !question ? response : NULL,
	              settled, o);
	return NEXT_CLOSE;
}

/* Why the text cannot be published as it is; NULL: it can. */
static char *unready(struct compose *c)
{
	const char *text = edit_text(&c->letter.edit);
	size_t start, len;
	if (c->letter.edit.text.len == 0)
		return xstrdup(_("there is no text yet"));
	if (reply_has_marks(&c->letter))
		return xstrdup(_("the marks between the two texts still stand in it"));
	if (!placeholder_find(text, 0, &start, &len))
		return NULL;
	char *slot = xstrndup(text + start, len);
	char *why = xasprintf(_("%s is not filled in"), slot);
	free(slot);
	edit_choose(&c->letter.edit, start, len);
	return why;
}

/* Undo takes a question back, and an answer as long as its city's recall window is open. */
static bool can_be_undone(const struct compose *c)
{
	const struct city *city = session_city(c->screen.ui->session, c->city);
	return c->letter.kind == REPLY_QUESTION || (city && city->recall_window > 0);
}

enum next compose_publish(struct screen *s, enum verb verb)
{
	struct compose *c = compose_of(s);
	if (c->letter.kind == REPLY_NOTE)
		return compose_save(s, verb);
	if (s->ops->save)
		s->ops->save(s);
	char *why = unready(c);
	if (why)
		ui_say(s->ui, STYLE_ERROR, "%s", why);
	else if (!c->sending && ui_ready(s->ui) && !waits(c, verb)) {
		if (can_be_undone(c))
			return dispatch(s, c->letter.id, c->letter.version);
		ui_push(s->ui, SCREEN_CONFIRM,
		        &(struct ask){.id = c->letter.id,
		                      .version = c->letter.version,
		                      .question = _("Publish it? It cannot be taken back"),
		                      .yes = dispatch});
	}
	free(why);
	return NEXT_PAINT;
}
