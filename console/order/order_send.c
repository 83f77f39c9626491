/* Makes statements of acts on defects and orders, and takes their answers. */
#include "console/order/order_send.h"

#include "console/data/session.h"
#include "console/order/register.h"
#include "console/order/thing_line.h"
#include "console/order/thing_list.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { ARGS = sizeof(struct order_args) / sizeof(const char *) };

struct order_sent {
	struct console *console;
	const struct order_act *act; /* NULL: a defect is made of a request */
	int64_t id;
	int version;
	union {
		struct order_args args;
		const char *each[ARGS]; /* all of them are owned */
	} with;
	char *typed;
	struct order_sent *next;
};

static void fill_do(struct db_params *p, const struct order_sent *sent)
{
	const struct order_args *args = &sent->with.args;

	db_params_text(p, sent->act->verb_name);
	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_text(p, args->note);
	db_params_text(p, args->paper);
	db_params_text(p, args->until);
	db_params_text(p, args->institution);
}

static void fill_inspection(struct db_params *p, const struct order_sent *sent)
{
	const struct order_args *args = &sent->with.args;

	db_params_text(p, sent->act->verb_name);
	db_params_text(p, args->city);
	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_text(p, args->until);
	db_params_text(p, args->note);
}

static void fill_found(struct db_params *p, const struct order_sent *sent)
{
	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_text(p, sent->act->verb_name + strlen("defect_"));
	db_params_text(p, sent->with.args.note);
}

static void fill_undo(struct db_params *p, const struct order_sent *sent)
{
	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
}

static void fill_draft(struct db_params *p, const struct order_sent *sent)
{
	db_params_int(p, sent->id);
	db_params_text(p, sent->with.args.ground);
}

static void fill_change(struct db_params *p, const struct order_sent *sent)
{
	json_t *settings = json_pack("{s:s}", sent->act->setting, sent->with.args.value);

	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_json(p, settings);
	json_decref(settings);
}

static void fill_request(struct db_params *p, const struct order_sent *sent)
{
	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_text(p, sent->with.args.value);
}

static void fill_enforce(struct db_params *p, const struct order_sent *sent)
{
	const struct order_args *args = &sent->with.args;

	db_params_int(p, sent->id);
	db_params_int(p, sent->version);
	db_params_text(p, sent->act->setting);
	db_params_text(p, args->number);
	db_params_text(p, args->until);
	db_params_text(p, args->law);
}

static void fill_take(struct db_params *p, const struct order_sent *sent)
{
	db_params_int(p, sent->id);
	db_params_text(p, sent->with.args.value);
	db_params_text(p, sent->with.args.note);
}

/* The statement of an act, by how the database's word for it begins; the last is for all. */
static const struct statement {
	const char *verb;
	enum query query;
	void (*fill)(struct db_params *p, const struct order_sent *sent);
} statements[] = {
        {"defect_change", QUERY_DEFECT_CHANGE, fill_change},
        {"defect_join", QUERY_DEFECT_JOIN, fill_request},
        {"defect_split", QUERY_DEFECT_SPLIT, fill_request},
        {"defect_undo", QUERY_DEFECT_UNDO, fill_undo},
        {"defect_", QUERY_DEFECT_SEEN, fill_found},
        {"order_draft", QUERY_ORDER_DRAFT, fill_draft},
        {"order_change", QUERY_ORDER_CHANGE, fill_change},
        {"order_enforce", QUERY_ORDER_ENFORCE, fill_enforce},
        {"order_", QUERY_ORDER_DO, fill_do},
        {"", QUERY_INSPECTION_DO, fill_inspection},
};
static const struct statement taking = {"", QUERY_DEFECT_TAKE, fill_take};

static const struct statement *statement_of(const struct order_sent *sent)
{
	const struct statement *st = statements;

	if (!sent->act)
		return &taking;
	while (strncmp(sent->act->verb_name, st->verb, strlen(st->verb)) != 0)
		st++;
	return st;
}

static void free_sent(struct order_sent *sent)
{
	for (size_t i = 0; i < ARGS; i++)
		free((char *)(uintptr_t)sent->with.each[i]);
	free(sent->typed);
	free(sent);
}

static void forget_waiting(struct order_sends *sends)
{
	while (sends->first) {
		struct order_sent *sent = sends->first;
		sends->first = sent->next;
		free_sent(sent);
	}
}

static struct own_versions *own_of(const struct order_sends *sends, enum thing_kind kind,
                                   int64_t id)
{
	for (size_t i = 0; i < sends->own_n; i++)
		if (sends->own[i].kind == kind && sends->own[i].id == id)
			return &sends->own[i];
	return NULL;
}

void order_sends_own(struct order_sends *sends, enum thing_kind kind, int64_t id, int before,
                     int after)
{
	struct own_versions *own = own_of(sends, kind, id);

	if (!own) {
		sends->own = xreallocarray(sends->own, sends->own_n + 1, sizeof(*own));
		own = &sends->own[sends->own_n++];
		*own = (struct own_versions){kind, id, before, before};
	}
	if (own->last != before)
		own->first = before;
	own->last = after;
}

int order_sends_version(const struct order_sends *sends, enum thing_kind kind, int64_t id,
                        int version)
{
	const struct own_versions *own = own_of(sends, kind, id);

	return own && version >= own->first && version < own->last ? own->last : version;
}

void order_sends_release(struct order_sends *sends)
{
	forget_waiting(sends);
	free(sends->own);
	sends->own = NULL;
	sends->own_n = 0;
}

static enum thing_kind is_done_with(const struct order_sent *sent)
{
	return sent->act ? order_act_on(sent->act) : THING_REQUEST;
}

static enum thing_kind answers_with(const struct order_sent *sent)
{
	if (!sent->act)
		return THING_DEFECT;
	return sent->act->verb == VERB_ORDER_DRAFT ? THING_ORDER : is_done_with(sent);
}

/* What is another thing than the one that was acted on is shown. */
static void open_new(struct ui *ui, const struct order_sent *sent, const struct thing *t)
{
	bool draft = sent->act && sent->act->verb == VERB_ORDER_DRAFT;

	if (ui->depth == 0 || (!ui_top(ui)->ops->thing && !ui_top(ui)->ops->request))
		return;
	if (!sent->act || draft || t->id != sent->id)
		ui_push(ui, thing_screen_of_kind(t->kind),
		        &(struct ask){.id = t->id, .version = t->version});
}

static void succeeded(const struct order_sent *sent, const PGresult *res)
{
	struct ui *ui = sent->console->ui;
	struct order_sends *sends = &sent->console->orders->sends;
	struct thing *v = things_read(res, answers_with(sent));
	char *title, *due;

	if (PQntuples(res) == 1) {
		if (v->kind == is_done_with(sent) && v->id == sent->id)
			order_sends_own(sends, v->kind, v->id, sent->version, v->version);
		if (!sent->act || sent->act->verb != VERB_UNDO)
			order_dones_add(&sent->console->orders->dones, v->kind, v->id, v->version,
			                0);
		title = thing_title(v);
		due = thing_due(v, session_now(ui->session));
		ui_say(ui, STYLE_GOOD, "%s: %s%s%s", title, thing_state(v), *due ? " · " : "", due);
		free(due);
		free(title);
		open_new(ui, sent, v);
	}
	things_free(v, (size_t)PQntuples(res));
	ui_refresh(ui);
}

/* What was typed comes back, unless something else was begun since. */
static void failed(const struct order_sent *sent, const struct db_error *error)
{
	struct ui *ui = sent->console->ui;
	char *why = db_error_text(error);

	if (sent->typed && *sent->typed && ui->depth > 0 && ui_top(ui)->ops->thing)
		ui_push(ui, SCREEN_ASK_ORDER,
		        &(struct ask){.verb = sent->act->verb,
		                      .id = sent->id,
		                      .version = sent->version,
		                      .city = sent->with.args.city,
		                      .question = sent->typed});
	ui_say(ui, STYLE_ERROR, "%s", why);
	free(why);
	if (db_error_is_conflict(error) || db_error_is_uncertain(error))
		ui_refresh(ui);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error);

static void transmit(struct order_sent *sent)
{
	const struct order_sends *sends = &sent->console->orders->sends;
	const struct statement *st = statement_of(sent);
	struct db_params params = {0};

	sent->version = order_sends_version(sends, is_done_with(sent), sent->id, sent->version);
	st->fill(&params, sent);
	session_query(sent->console->ui->session, st->query, params.text, answered, sent);
	db_params_release(&params);
}

/* Behind what was refused nothing more is done that was meant to follow it. */
static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct order_sent *sent = arg;
	struct order_sends *sends = &sent->console->orders->sends;

	sends->first = sent->next;
	if (error) {
		forget_waiting(sends);
		failed(sent, error);
	} else {
		succeeded(sent, res);
	}
	free_sent(sent);
	if (sends->first)
		transmit(sends->first);
}

static void add(struct order_sent *sent, const struct order_args *args, const char *typed)
{
	struct order_sent **link = &sent->console->orders->sends.first;

	sent->with.args = *args;
	for (size_t i = 0; i < ARGS; i++)
		sent->with.each[i] = sent->with.each[i] ? xstrdup(sent->with.each[i]) : NULL;
	sent->typed = typed ? xstrdup(typed) : NULL;
	while (*link)
		link = &(*link)->next;
	*link = sent;
	if (sent == sent->console->orders->sends.first)
		transmit(sent);
	sent->console->ui->dirty = true;
}

void order_send(struct console *console, const struct order_act *act, int64_t id, int version,
                const struct order_args *args, const char *typed)
{
	struct order_sent *sent = xcalloc(1, sizeof(*sent));

	sent->console = console;
	sent->act = act;
	sent->id = id;
	sent->version = version;
	add(sent, args, typed);
}

void order_send_defect(struct console *console, int64_t request, const char *code, const char *what)
{
	struct order_sent *sent = xcalloc(1, sizeof(*sent));

	sent->console = console;
	sent->id = request;
	add(sent, &(struct order_args){.value = code, .note = what}, NULL);
}
