/* Writing an answer, as far as the database says something: what a reading of the request decides
 * about the text, in each of its states. */
#include "console/reply/compose.h"

#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/ui/ask.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"

#include <stdlib.h>

struct compose *compose_of(const struct screen *s)
{
	return (struct compose *)(uintptr_t)s;
}

/* What stands over the screen is about its text, too. */
static void drop(struct compose *c)
{
	struct ui *ui = c->text.screen.ui;

	reply_drop(&c->text.reply);
	while (ui_top(ui) != &c->text.screen)
		ui_next(ui, ui_top(ui), NEXT_CLOSE);
}

void compose_finish(struct compose *c, const char *what)
{
	struct ui *ui = c->text.screen.ui;

	drop(c);
	ui_say(ui, STYLE_GOOD, "%lld: %s", (long long)c->text.reply.id, what);
	ui_next(ui, &c->text.screen, NEXT_CLOSE);
}

void compose_erased(struct compose *c)
{
	struct ui *ui = c->text.screen.ui;

	drop(c);
	ui_next(ui, &c->text.screen, NEXT_CLOSE);
}

void compose_was_second(struct compose *c, char *why)
{
	free(c->conflict);
	c->conflict = why;
	c->state = COMPOSE_CONFLICT;
}

/* Nothing was written yet that depends on what it says. */
static bool settle_unread(struct compose *c)
{
	reply_rebase(&c->text.reply, &c->detail);
	return true;
}

static void say_conflict(struct compose *c)
{
	ui_say(c->text.screen.ui, STYLE_ERROR, _("%s; your text is kept"), c->conflict);
	free(c->conflict);
	c->conflict = NULL;
}

/* Where the other one wrote, too, both texts are shown. */
static bool settle_conflict(struct compose *c)
{
	struct ui *ui = c->text.screen.ui;
	const json_t *theirs = reply_theirs(&c->text.reply, &c->detail);

	if (theirs) {
		json_decref(c->theirs);
		c->theirs = json_incref((json_t *)(uintptr_t)theirs);
	}
	say_conflict(c);
	if (theirs && ui_top(ui) == &c->text.screen)
		ui_push(ui, SCREEN_CONFLICT, &(struct ask){.id = c->text.reply.id});
	reply_rebase(&c->text.reply, &c->detail);
	return true;
}

/* Somebody has done something with what the text was based on. */
static void settle_change(struct compose *c)
{
	const json_t *last = json_array_get(json_object_get(c->detail.json, "events"), 0);
	char *who = detail_text(last, "who");

	compose_was_second(c, xasprintf(_("%s changed this request since"), who));
	free(who);
	settle_conflict(c);
}

/* Later text stands on what the database has of it. */
static void settle_written_on(struct compose *c)
{
	reply_rebase(&c->text.reply, &c->detail);
	ui_say(c->text.screen.ui, STYLE_SOON, _("saved, without what you typed since"));
}

/* A text from disk may have reached the database before the console ended; or the request has
 * changed since. */
static bool settle_kept(struct compose *c)
{
	struct reply *l = &c->text.reply;
	bool went_on = reply_went_on(l);

	switch (reply_settle(l, &c->detail)) {
	case REPLY_OPEN:
		if (c->detail.row->version != l->version)
			settle_change(c);
		return true;
	case REPLY_SAVED:
		reply_rebase(l, &c->detail);
		return true;
	case REPLY_REVISED:
		settle_change(c);
		return true;
	case REPLY_DELIVERED:
		if (went_on)
			settle_written_on(c);
		else
			compose_finish(c, _("this text has arrived already"));
		return went_on;
	case REPLY_FATES:
		break;
	}
	return true;
}

/* What was typed since it was sent changes the draft, at the next save. */
static bool settle_sent(struct compose *c)
{
	struct reply *l = &c->text.reply;
	bool went_on = reply_went_on(l);
	enum reply_fate fate = reply_settle(l, &c->detail);

	if (fate == REPLY_OPEN)
		return true;
	if (!went_on && (fate == REPLY_DELIVERED || c->after != VERB_PUBLISH)) {
		compose_finish(c, _("the text is saved"));
		return false;
	}
	if (fate == REPLY_REVISED)
		settle_change(c);
	else if (went_on)
		settle_written_on(c);
	else
		reply_rebase(l, &c->detail);
	return true;
}

/* What the reading decides; they return false where they closed the screen. */
static bool (*const settle[COMPOSE_STATES])(struct compose *c) = {
        [COMPOSE_UNREAD] = settle_unread,
        [COMPOSE_KEPT] = settle_kept,
        [COMPOSE_SENT] = settle_sent,
        [COMPOSE_CONFLICT] = settle_conflict,
};

bool compose_awaits_reading(const struct compose *c)
{
	return settle[c->state] != NULL;
}

/* Whoever sends the text will be told why the request cannot be read. */
static void settle_unreadable(struct compose *c)
{
	if (c->conflict)
		say_conflict(c);
	if (compose_awaits_reading(c))
		c->state = COMPOSE_WRITING;
	c->after = VERB_NONE;
}

static void do_what_waited(struct compose *c)
{
	struct screen *s = &c->text.screen;
	enum verb after = c->after;

	c->after = VERB_NONE;
	if (after && ui_top(s->ui) == s)
		ui_verb(s->ui, s, after);
}

/* Returns false where the reading closed the screen. */
static bool take_reading(struct compose *c, bool (*decide)(struct compose *))
{
	struct reply *l = &c->text.reply;
	bool lost = reply_forget_lost(l, &c->detail);

	if (!decide(c))
		return false;
	c->state = COMPOSE_WRITING;
	if (lost) {
		reply_rebase(l, &c->detail);
		ui_say(c->text.screen.ui, STYLE_SOON,
		       _("the draft that this text changed is gone: saving makes a new one"));
	}
	return true;
}

/* Decides what the reading of the request decides. */
static void settle_read(struct compose *c, bool first)
{
	bool (*decide)(struct compose *) = settle[c->state];

	if (decide && !take_reading(c, decide))
		return;
	if (first)
		reply_take_draft(&c->text.reply, &c->detail);
	c->loaded(c);
	do_what_waited(c);
}

/* That the text is there was read from the same server that may have it alone: only what is certain
 * lets the copy on disk go. */
static void made_certain(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);

	c->doubted = false;
	if (!error) {
		s->ui->dirty = true;
		settle_read(c, false);
	} else if (db_error_is_uncertain(error)) {
		ui_say(s->ui, STYLE_ERROR,
		       _("it is not certain that this text has arrived; it is kept here"));
		c->doubted = true;
		ui_ask_certain(s, made_certain);
	} else if (!db_error_is_offline(error)) {
		ui_say_error(s->ui, error);
	}
}

static void loaded(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct compose *c = compose_of(s);
	bool first = !c->detail.json;

	if (c->doubted || (error && db_error_is_offline(error)))
		return;
	s->ui->dirty = true;
	if (!detail_take(&c->detail, res, error)) {
		settle_unreadable(c);
		return;
	}
	c->doubted = compose_awaits_reading(c) && reply_is_done(&c->text.reply, &c->detail);
	if (c->doubted)
		ui_ask_certain(s, made_certain);
	else
		settle_read(c, first);
}

void compose_load(struct compose *c)
{
	ui_ask_id(&c->text.screen, QUERY_REQUEST, c->text.reply.id, loaded);
}

static void add_suggestions(struct screen *s, const PGresult *res, bool templates)
{
	struct compose *c = compose_of(s);

	suggestions_add(&c->suggestions, res, templates, session_now(s->ui->session));
	c->loaded(c);
	s->ui->dirty = true;
	if (ui_is(ui_top(s->ui), SCREEN_SUGGESTIONS))
		ui_top(s->ui)->ops->refresh(ui_top(s->ui));
}

static void templates_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	add_suggestions(s, error ? NULL : res, true);
}

static void alikes_came(struct screen *s, const PGresult *res, const struct db_error *error)
{
	add_suggestions(s, error ? NULL : res, false);
}

void compose_load_suggestions(struct compose *c)
{
	suggestions_release(&c->suggestions);
	c->suggestions.awaited = 2;
	ui_ask_id(&c->text.screen, QUERY_GUIDANCE, c->text.reply.id, templates_came);
	ui_ask_id(&c->text.screen, QUERY_ANSWERS_ALIKE, c->text.reply.id, alikes_came);
}
