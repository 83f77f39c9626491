/* Sends acts and takes their answers: the rows go to the screens, what was refused to the operator.
 */
#include "console/action/send.h"

#include "console/action/action_table.h"
#include "console/action/outcome.h"
#include "console/action/recall.h"
#include "console/action/undo.h"
#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/queue/marks.h"
#include "console/queue/queue.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

struct act {
	struct console *console;
	const struct action_spec *spec;
	int64_t id;
	int version;
	char *args[ACT_ARGS];
	char *key; /* NULL: it is sent without one */
	bool sent; /* otherwise it waits for the answer to an earlier act on the same request */
	act_settled *settled; /* NULL: nobody waits for the end */
	void *arg;
	int64_t moved_to; /* the request that the cursor went on to; 0: it did not */
	struct act *next;
};

static struct act *find_act(const struct console *console, int64_t id)
{
	struct act *act = console->acts->first;

	while (act && act->id != id)
		act = act->next;
	return act;
}

bool act_pending(const struct console *console, int64_t id)
{
	return find_act(console, id) != NULL;
}

char *act_subject(const struct console *console, int64_t id)
{
	size_t n = console->marks->n;

	return id ? xasprintf("%" PRId64, id)
	          : xasprintf(ngettext("%zu marked", "%zu marked", (unsigned long)n), n);
}

char *act_done(const struct console *console, enum verb verb, const struct row *row,
               char *const *args)
{
	const struct action_spec *spec = act_spec(verb);
	enum verb undone = console->undo->undoing;
	int64_t now = session_now(console->ui->session);

	return verb == VERB_UNDO && undone ? xasprintf("%s: %s", _(spec->done), verb_help(undone))
	                                   : act_outcome(spec, row, (const char *const *)args, now);
}

static void add_act(struct act *act)
{
	struct act **link = &act->console->acts->first;

	while (*link)
		link = &(*link)->next;
	*link = act;
}

static void remove_act(struct act *act, const struct db_error *error)
{
	struct act **link = &act->console->acts->first;

	while (*link != act)
		link = &(*link)->next;
	*link = act->next;
	if (act->settled)
		act->settled(act->arg, error);
	for (int i = 0; i < ACT_ARGS; i++)
		free(act->args[i]);
	free(act->key);
	free(act);
}

int act_version(const struct console *console, int64_t id, int version)
{
	const struct acts *acts = console->acts;

	for (int i = 0; i < OWN_CHANGES; i++) {
		const struct own_change *own =
		        &acts->own[(acts->own_n + (unsigned)i) % OWN_CHANGES];
		if (own->id == id && own->before == version)
			version = own->after;
	}
	return version;
}

void act_own(struct console *console, int64_t id, int before, int after)
{
	struct acts *acts = console->acts;

	acts->own[acts->own_n++ % OWN_CHANGES] = (struct own_change){id, before, after};
}

void act_changed(struct console *console, struct row *row, bool moved_on)
{
	ui_changed(console->ui, row, moved_on);
	queue_replace(console->queue, row);
}

bool acts_running(const struct console *console)
{
	return console->acts->first || console->acts->bulk;
}

void acts_settle(struct console *console)
{
	console->ui->quit |= console->acts->leaving && !acts_running(console);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error);

static void transmit(struct act *act)
{
	bool with_text = act->args[0] != NULL;
	size_t n = act_args_n(act->spec, with_text);
	struct db_params params = {0};

	act->sent = true;
	act->version = act_version(act->console, act->id, act->version);
	db_params_int(&params, act->id);
	db_params_int(&params, act->version);
	for (size_t i = 0; i < n; i++)
		db_params_text(&params, act->args[i]);
	db_params_text(&params, act->key);
	session_send(act->console->ui->session, act_statement(act->spec, with_text), params.text,
	             answered, act);
}

static void succeeded(struct act *act, struct row *row)
{
	struct console *console = act->console;
	const struct action_spec *spec = act->spec;

	char *done = act_done(console, spec->verb, row, act->args);

	act_own(console, act->id, act->version, row->version);
	undo_add(console, act->id, row->version, spec->verb, false);
	ui_say(console->ui, STYLE_GOOD, "%lld: %s", (long long)act->id, done);
	free(done);
	act_changed(console, row, spec->moves_on);
	session_badges(console->ui->session);
	recall_refresh(console->recall);
}

int act_conflict_version(const struct db_error *error, int version)
{
	bool conflict = db_error_is_conflict(error) && error->detail;
	json_t *args = conflict ? json_loads(error->detail, 0, NULL) : NULL;
	const json_t *now = json_array_get(args, 3);

	if (json_is_integer(now))
		version = (int)json_integer_value(now);
	else if (json_is_string(now))
		version = (int)strtol(json_string_value(now), NULL, 10);
	json_decref(args);
	return version;
}

/* The operator is not through with what was refused, unless something else was begun since. */
static void go_back(const struct act *act)
{
	struct queue *queue = act->console->queue;
	const struct row *selected = queue_selected(queue);

	if (act->moved_to && selected && selected->id == act->moved_to)
		queue_select(queue, act->id);
}

static void failed(struct act *act, const struct db_error *error)
{
	struct ui *ui = act->console->ui;
	char *why = db_error_text(error);

	if (db_error_is_offline(error))
		ui_say(ui, STYLE_ERROR,
		       _("%lld: the connection was lost; look at it again when it is back"),
		       (long long)act->id);
	else if (db_error_request(error) == act->id)
		ui_say(ui, STYLE_ERROR, "%s", why);
	else
		ui_say(ui, STYLE_ERROR, "%lld: %s", (long long)act->id, why);
	free(why);
	go_back(act);
	if (db_error_is_conflict(error) || db_error_is_uncertain(error))
		ui_refresh(ui);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct act *act = arg;
	struct console *console = act->console;
	int64_t id = act->id;
	struct act *next;

	if (error) {
		failed(act, error);
	} else if (PQntuples(res) == 1) {
		struct row **rows = result_rows(res);
		succeeded(act, rows[0]);
		free(rows);
	}
	remove_act(act, error);
	next = find_act(console, id);
	if (next && !error)
		transmit(next);
	for (; next && error; next = find_act(console, id))
		remove_act(next, error);
	acts_settle(console);
}

static char *copy(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

void act_send_then(struct console *console, enum verb verb, int64_t id, int version,
                   const char *first, const char *second, const char *key, act_settled *settled,
                   void *arg)
{
	const struct action_spec *spec = act_spec(verb);
	bool waits = act_pending(console, id);
	struct act *act = xcalloc(1, sizeof(*act));
	const struct row *selected;

	*act = (struct act){.console = console,
	                    .spec = spec,
	                    .id = id,
	                    .version = version,
	                    .args = {copy(first), copy(second)},
	                    .key = copy(key),
	                    .settled = settled,
	                    .arg = arg};
	add_act(act);
	if (!waits)
		transmit(act);
	selected = queue_selected(console->queue);
	if (spec->moves_on && selected && selected->id == id) {
		queue_move(console->queue, VERB_DOWN);
		selected = queue_selected(console->queue);
		act->moved_to = selected ? selected->id : 0;
	}
	console->ui->dirty = true;
}
