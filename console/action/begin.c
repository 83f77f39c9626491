/* From a key to an act: what has to be known first, whose request it is, one or many. */
#include "console/action/begin.h"

#include "console/action/action_table.h"
#include "console/action/bulk.h"
#include "console/action/claim.h"
#include "console/action/recall.h"
#include "console/action/refusal.h"
#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/request/recent.h"
#include "console/request/request_detail.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

void act_send(struct console *console, enum verb verb, int64_t id, int version, const char *first,
              const char *second)
{
	if (!ui_ready(console->ui))
		return;
	if (id)
		act_send_then(console, verb, id, version, first, second, NULL, NULL, NULL);
	else
		bulk_ask(console, verb, first, second);
}

enum next act_finish(struct screen *s, enum verb verb, int64_t id, int version, const char *first,
                     const char *second)
{
	struct console *console = s->console;
	char *args[ACT_ARGS] = {first ? xstrdup(first) : NULL, second ? xstrdup(second) : NULL};

	ui_next(console->ui, s, NEXT_CLOSE);
	act_send(console, verb, id, version, args[0], args[1]);
	for (int i = 0; i < ACT_ARGS; i++)
		free(args[i]);
	return NEXT_NOTHING;
}

static enum next publish(struct screen *below, int64_t id, int version)
{
	act_send(below->console, VERB_PUBLISH, id, version, NULL, NULL);
	return NEXT_PAINT;
}

/* One confirmation stands at the end of what is asked, whatever the act. */
static enum next begin_marked(struct console *console, const struct action_spec *spec)
{
	const struct marks *marks = console->marks;
	const struct ask ask = {.verb = spec->verb, .city = marks->v[0].city};

	if (spec->of_city && !marks_one_city(marks))
		ui_say(console->ui, STYLE_ERROR, "%s",
		       _("the marked requests are of several cities"));
	else if (spec->asks && spec->asks != SCREEN_CONFIRM)
		ui_push(console->ui, spec->asks, &ask);
	else
		bulk_ask(console, spec->verb, NULL, NULL);
	return NEXT_PAINT;
}

/* Nothing is asked about what can be taken back. */
static bool can_be_recalled(const struct console *console, const struct row *row)
{
	const struct recent_one *one = recent_find(console->recent, row->id);
	const struct city *city = session_city(console->ui->session, row->city);

	return one ? detail_recall_window(&one->detail) > 0 : city && city->recall_window > 0;
}

/* Takes back all that were done at once. */
static void undo_all(struct console *console, unsigned batch)
{
	struct undo *u = console->undo;
	struct mark marks[MARKS_MAX];
	size_t n = 0;

	while (u->n > 0 && u->acts[u->n - 1].batch == batch && n < MARKS_MAX) {
		const struct undo_act *act = &u->acts[--u->n];
		marks[n++] = (struct mark){.id = act->id, .version = act->version};
	}
	bulk_send(console, VERB_UNDO, marks, n);
}

static void undo_last(struct console *console)
{
	struct undo *u = console->undo;
	const struct undo_act *last = &u->acts[u->n - 1];

	u->undoing = last->verb;
	if (last->batch) {
		undo_all(console, last->batch);
		return;
	}
	u->n--;
	act_send(console, VERB_UNDO, last->id, last->version, NULL, NULL);
	queue_want(console->queue, last->id);
}

/* What was done before something that cannot be undone, to the same request, cannot be either; only
 * notes stand beside everything. */
static void drop_act(struct undo *u)
{
	const struct undo_act last = u->acts[--u->n];
	size_t kept = 0;

	for (size_t i = 0; i < u->n && last.verb != VERB_INTERNAL_NOTE; i++)
		if (u->acts[i].id != last.id)
			u->acts[kept++] = u->acts[i];
	if (last.verb != VERB_INTERNAL_NOTE)
		u->n = kept;
}

/* Nothing older is taken back in the place of what cannot be; once that was said, it may be. */
static void pass_over(struct console *console)
{
	struct undo *u = console->undo;
	const struct undo_act last = u->acts[u->n - 1], *older;

	while (u->n > 0 && !u->acts[u->n - 1].undoable)
		drop_act(u);
	older = u->n > 0 ? &u->acts[u->n - 1] : NULL;
	if (older)
		ui_say(console->ui, STYLE_ERROR,
		       _("%lld: '%s' cannot be undone; once more undoes %lld: '%s'"),
		       (long long)last.id, verb_help(last.verb), (long long)older->id,
		       verb_help(older->verb));
	else
		ui_say(console->ui, STYLE_ERROR, _("%lld: '%s' cannot be undone"),
		       (long long)last.id, verb_help(last.verb));
}

/* What was done in an earlier session: the database knows what it was. */
static void undo_of(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct console *console = s->console;
	struct detail d = {0};
	const char *verb;

	if (!detail_take(&d, res, error))
		return;
	verb = json_string_value(json_object_get(d.json, "undo"));
	console->undo->undoing = verb ? act_of_function(verb) : VERB_NONE;
	if (verb)
		act_send(console, VERB_UNDO, d.row->id, d.row->version, NULL, NULL);
	else
		ui_say(console->ui, STYLE_ERROR, "%s: %s", verb_help(VERB_UNDO),
		       act_refuses_by(&d, VERB_UNDO));
	detail_release(&d);
}

static enum next begin_undo(struct screen *s, const struct row *row)
{
	struct console *console = s->console;
	const struct undo *u = console->undo;

	if (acts_running(console))
		ui_say(console->ui, STYLE_SOON, "%s", _("the last act is still on its way"));
	else if (u->n > 0 && !u->acts[u->n - 1].undoable)
		pass_over(console);
	else if (u->n > 0)
		undo_last(console);
	else if (row)
		ui_ask_id(s, QUERY_REQUEST, row->id, undo_of);
	return NEXT_PAINT;
}

/* The answer to row if it can be recalled, otherwise the one that was published last. */
static enum next begin_recall(struct screen *s, const struct row *row)
{
	struct console *console = s->console;
	const struct recallable *wanted = recall_find(console->recall, row ? row->id : 0);

	if (wanted) {
		act_send(console, VERB_RECALL, wanted->id, wanted->version, NULL, NULL);
		queue_want(console->queue, wanted->id);
	} else if (row) {
		act_send(console, VERB_RECALL, row->id, row->version, NULL, NULL);
	}
	return NEXT_PAINT;
}

/* The acts that find their request themselves; row is where the cursor stands, or NULL. */
static const struct finder {
	enum verb verb;
	enum next (*begin)(struct screen *s, const struct row *row);
} finders[] = {
        {VERB_UNDO, begin_undo},
        {VERB_RECALL, begin_recall},
        {VERB_CLAIM, claim_begin},
};

static enum next begin_finder(struct screen *s, const struct row *row, enum verb verb)
{
	const struct finder *f = finders;

	while (f->verb != verb)
		f++;
	return f->begin(s, row);
}

static bool works_on_marks(const struct screen *s, const struct action_spec *spec)
{
	return s->ops->bulk && s->console->marks->n > 0 && !spec->single;
}

enum next act_begin(struct screen *s, const struct row *row, enum verb verb)
{
	const struct action_spec *spec = act_spec(verb);
	struct console *console = s->console;
	struct ask ask;

	if (!spec->offline && !ui_ready(console->ui))
		return NEXT_PAINT;
	if (spec->finds)
		return begin_finder(s, row, verb);
	if (works_on_marks(s, spec))
		return begin_marked(console, spec);
	if (!row)
		return NEXT_NOTHING;
	ask = (struct ask){.verb = verb, .id = row->id, .version = row->version, .city = row->city};
	if (spec->asks && spec->asks != SCREEN_CONFIRM) {
		ui_push(console->ui, spec->asks, &ask);
		if (spec->asks != SCREEN_COMPOSE)
			act_check(console->ui, row, verb);
	} else if (spec->asks && !can_be_recalled(console, row)) {
		char *question = xasprintf(_("Publish the answer to %lld?"), (long long)row->id);
		ask.question = question;
		ask.yes = publish;
		ui_push(console->ui, SCREEN_CONFIRM, &ask);
		free(question);
	} else {
		act_send(console, verb, row->id, row->version, NULL, NULL);
	}
	return NEXT_PAINT;
}
