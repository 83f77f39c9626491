/* The tables of the desks: what a role starts with, and which verbs are for which roles. */
#include "console/action/desk.h"

#include "console/action/action_table.h"
#include "console/data/row.h"
#include "console/data/session.h"
#include "console/filter/filter.h"
#include "console/queue/queue.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"

#include <stdlib.h>

enum { MOST_ROLES = 6 };

/* The first that fits is the operator's. */
static const struct desk {
	const char *role;
	bool in_unit;          /* only of who belongs to a unit */
	enum screen_id screen; /* over the queue; SCREEN_NONE: the queue itself */
	const char *filter;    /* of the queue; NULL: the one that it has */
} desks[] = {
        {.role = "moderator"},
        {.role = "officer", .screen = SCREEN_MESSAGES},
        {.role = "traffic", .in_unit = true, .screen = SCREEN_WORK, .filter = "unit:me"},
        {.role = "expert", .in_unit = true, .filter = "unit:me"},
        {.role = "traffic"},
        {.role = "expert"},
        {.role = "auditor", .screen = SCREEN_DEEDS},
        {.role = "admin", .screen = SCREEN_OUTBOX},
        {.role = "super", .screen = SCREEN_OUTBOX},
};

/* What is not an act and not for everybody. */
static const struct {
	enum verb verb;
	const char *roles[MOST_ROLES];
} screens[] = {
        {VERB_DEEDS, {"auditor", "admin", "super"}},
        {VERB_DUTY, {"officer"}},
        {VERB_OUTBOX, {"moderator", "auditor", "admin", "super"}},
        {VERB_REPLAY, {"admin", "super"}},
        {VERB_GUIDANCE, {"moderator", "admin", "super"}},
        {VERB_MESSAGES, {"moderator", "officer", "auditor"}},
        {VERB_QUEUE, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_JUMP, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_BROWSE, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_BROWSE_MAP, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_PHOTO, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_MAP, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_CITY_MAP, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_STATISTICS, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_HISTORY, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_VIEWS, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_VIEW_SAVE, {"moderator", "officer", "traffic", "expert", "auditor"}},
        {VERB_SHARE, {"moderator", "traffic"}},
        {VERB_WORK, {"traffic"}},
        {VERB_DEFECT, {"traffic"}},
        {VERB_REGISTER, {"traffic", "moderator", "expert", "auditor"}},
        {VERB_INSPECTIONS, {"traffic", "moderator", "expert", "auditor"}},
        {VERB_INSTITUTIONS, {"traffic", "moderator", "expert", "auditor"}},
        {VERB_ORDER_STATISTICS, {"traffic", "moderator", "expert", "auditor"}},
        {VERB_REFERRED, {"traffic", "expert"}},
        {VERB_CLAIM, {"moderator", "officer", "traffic", "expert"}},
};
enum { SCREENS = sizeof(screens) / sizeof(*screens) };

/* What a unit does, by the key of what is not for those who are only of a unit. */
static const struct {
	enum verb key, means;
	const char *lacks; /* the function that is not for the operator */
} units[] = {
        {VERB_ACCEPT, VERB_REFERRAL_ACCEPT, "accept"},
        {VERB_REJECT, VERB_REFERRAL_RETURN, "reject"},
        {VERB_WRITE, VERB_REFERRAL_ANSWER, "publish"},
};

static const struct desk *find_desk(const struct session *session)
{
	for (size_t i = 0; i < sizeof(desks) / sizeof(*desks); i++)
		if (session_has_role(session, desks[i].role) &&
		    (session->unit || !desks[i].in_unit))
			return &desks[i];
	return NULL;
}

void desk_open(struct console *console)
{
	struct ui *ui = console->ui;
	const struct desk *desk = find_desk(ui->session);

	if (!desk || !ui_is(ui_top(ui), SCREEN_QUEUE))
		return;
	if (desk->filter) {
		char *said = filter_said(&filter_requests, desk->filter);
		free(queue_filter(console->queue, said));
		free(said);
	}
	if (desk->screen) {
		ui_unsay(ui);
		ui_push(ui, desk->screen, &(struct ask){0});
	}
	ui->dirty = true;
}

static bool has_one_of(const struct session *session, const char *const roles[])
{
	for (int i = 0; i < MOST_ROLES && roles[i]; i++)
		if (session_has_role(session, roles[i]))
			return true;
	return false;
}

static bool offers_act(const struct session *session, enum verb verb)
{
	const char *name = act_function(act_spec(verb));

	for (size_t i = 0; i < session->cities_n; i++)
		if (session_allows(session, session->cities[i].code, name))
			return true;
	return session->cities_n == 0 && !session_has_role(session, "super");
}

/* The desk is over the queue: who may not see that goes no further back. */
static bool is_last(const struct ui *ui)
{
	return ui->depth == 2 && !desk_offers(ui, VERB_QUEUE);
}

bool desk_offers(const struct ui *ui, enum verb verb)
{
	if (!ui->session->roles)
		return true;
	if (verb == VERB_BACK && is_last(ui))
		return false;
	for (size_t i = 0; i < SCREENS; i++)
		if (screens[i].verb == verb)
			return has_one_of(ui->session, screens[i].roles);
	return !act_is(verb) || offers_act(ui->session, verb);
}

enum verb desk_means(const struct ui *ui, const struct row *row, enum verb verb)
{
	for (size_t i = 0; row && row->referral && i < sizeof(units) / sizeof(*units); i++)
		if (units[i].key == verb && !session_allows(ui->session, row->city, units[i].lacks))
			return units[i].means;
	return verb;
}
