/* Words why an act is refused, and takes back a prompt for one that is. */
#include "console/action/refusal.h"

#include "console/action/action_table.h"
#include "console/action/recall.h"
#include "console/action/send.h"
#include "console/action/undo.h"
#include "console/data/session.h"
#include "console/data/statements.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/request/recent.h"
#include "console/terminal/term.h"
#include "console/ui/ask.h"
#include "console/ui/console.h"
#include "console/ui/list.h"
#include "console/ui/ui.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/db/db_words.h"

#include <stdlib.h>

/* What the database calls an act where it says that it is refused. */
static const char *name_of(enum verb verb)
{
	return act_function(act_spec(verb));
}

static void add_roles(struct buf *out, const json_t *who)
{
	struct buf codes = {0}, roles = {0};
	size_t i;
	json_t *role;

	json_array_foreach(who, i, role)
		buf_addf(&codes, "%s%s", i ? ", " : "", json_string_value(role));
	db_roles_add(&roles, codes.data ? codes.data : "");
	buf_addf(out, _("only for %s"), roles.data ? roles.data : "");
	buf_release(&roles);
	buf_release(&codes);
}

const char *act_refuses_by(const struct detail *d, enum verb verb)
{
	static struct buf words;
	const json_t *refused = json_object_get(json_object_get(d->json, "refused"), name_of(verb));
	const char *why = json_string_value(json_object_get(refused, "why"));
	const json_t *who = json_object_get(refused, "who");

	if (!why)
		return NULL;
	buf_clear(&words);
	if (json_array_size(who) > 0)
		add_roles(&words, who);
	else
		buf_adds(&words, i18n_word(why));
	return words.data;
}

/* What the operator did in this session is taken back wherever it was. */
static bool finds_another(const struct console *console, enum verb verb)
{
	return (verb == VERB_UNDO && console->undo->n > 0) ||
	       (verb == VERB_RECALL && console->recall->n > 0) || verb == VERB_CLAIM;
}

/* What was read of exactly the version that is there now; NULL: nothing. */
static const struct detail *known(const struct console *console, const struct row *row)
{
	const struct recent_one *one = recent_find(console->recent, row->id);
	const struct row *listed = queue_find(console->queue, row->id);
	int seen = listed && listed->version > row->version ? listed->version : row->version;
	int version = act_version(console, row->id, seen);

	return one && one->detail.row->version == version && !act_pending(console, row->id)
	               ? &one->detail
	               : NULL;
}

static bool is_for_marked(const struct screen *s, enum verb verb)
{
	return s->ops->bulk && s->console->marks->n > 0 && !act_spec(verb)->single;
}

/* One cause, one wording: the same in a list as of one request. */
static const char *not_for_role(const struct screen *s, const struct row *row, enum verb verb)
{
	static struct buf words;
	const struct marks *marks = s->console->marks;
	const char *city = row ? row->city : NULL;
	const json_t *who;

	if (is_for_marked(s, verb))
		city = marks->v[0].city;
	who = city ? session_others(s->ui->session, city, name_of(verb)) : NULL;
	if (json_array_size(who) == 0)
		return i18n_word("only for another role");
	buf_clear(&words);
	add_roles(&words, who);
	return words.data;
}

/* Whether the act is for the operator in the city of the request, or of any that is marked. */
static bool is_for_role(const struct screen *s, const struct row *row, enum verb verb)
{
	const struct session *session = s->ui->session;
	const struct marks *marks = s->console->marks;
	bool allowed = act_spec(verb)->finds;

	if (!is_for_marked(s, verb))
		return allowed || !row || session_allows(session, row->city, name_of(verb));
	for (size_t i = 0; i < marks->n && !allowed; i++)
		allowed = session_allows(session, marks->v[i].city, name_of(verb));
	return allowed;
}

/* Nothing is done with a request that nobody has seen: a key ahead of it is not kept. */
static const char *without_row(const struct screen *s)
{
	return s->list && s->list->complete ? _("there is nothing here")
	                                    : _("it is still being read");
}

const char *act_refuses(const struct screen *s, const struct row *row, enum verb verb)
{
	const struct detail *d = row ? known(s->console, row) : NULL;
	const char *why = NULL;

	if (!row && !act_spec(verb)->finds && !is_for_marked(s, verb))
		return without_row(s);
	if (d && !finds_another(s->console, verb) && !is_for_marked(s, verb))
		why = act_refuses_by(d, verb);
	return why || is_for_role(s, row, verb) ? why : not_for_role(s, row, verb);
}

bool act_knows(const struct screen *s, const struct row *row)
{
	bool marked = s->ops->bulk && s->console->marks->n > 0;

	if (!row)
		return !marked && s->list && s->list->complete;
	return !marked && known(s->console, row);
}

static void checked(struct screen *s, const PGresult *res, const struct db_error *error)
{
	struct ui *ui = s->ui;
	enum verb verb = s->verb;
	struct detail d = {0};
	const char *why;

	if (!detail_take(&d, res, error))
		return;
	recent_keep(s->console->recent, &d, session_now(ui->session));
	why = act_refuses_by(&d, verb);
	detail_release(&d);
	if (!why)
		return;
	while (ui_top(ui) != s)
		ui_next(ui, ui_top(ui), NEXT_CLOSE);
	ui_next(ui, s, NEXT_CLOSE);
	ui_say(ui, STYLE_ERROR, "%s: %s", verb_help(verb), why);
}

void act_check(struct ui *ui, const struct row *row, enum verb verb)
{
	struct screen *s = ui_top(ui);

	if (known(ui->console, row) || act_pending(ui->console, row->id))
		return;
	s->verb = verb;
	ui_ask_id(s, QUERY_REQUEST, row->id, checked);
}
