#include "console/action/action_table.h"

#include "console/action/actions.h"
#include "console/action/claim.h"
#include "console/action/recall.h"
#include "console/action/undo.h"
#include "lib/i18n.h"

/* clang-format off */
static const struct action_spec specs[] = {
	{.verb = VERB_ACCEPT, .query = QUERY_ACCEPT, .done = N_("accepted"),
	 .moves_on = true, .undoable = true},
	{.verb = VERB_REJECT, .query = QUERY_REJECT, .done = N_("rejected"),
	 .asks = ASKS_SCREEN, .screen = &screen_reasons, .args = {"reason", "note"},
	 .moves_on = true, .undoable = true},
	{.verb = VERB_REFER, .query = QUERY_REFER, .done = N_("referred"),
	 .asks = ASKS_SCREEN, .screen = &screen_units, .args = {"unit", "note"}, .of_city = true,
	 .moves_on = true, .undoable = true},
	{.verb = VERB_WRITE, .name = "draft",
	 .asks = ASKS_SCREEN, .screen = &screen_compose, .offline = true, .single = true},
	{.verb = VERB_SUBMIT, .query = QUERY_SUBMIT, .done = N_("submitted for approval"),
	 .undoable = true},
	{.verb = VERB_APPROVE, .query = QUERY_APPROVE, .done = N_("the answer is approved"),
	 .undoable = true},
	{.verb = VERB_PUBLISH, .query = QUERY_PUBLISH, .done = N_("the answer is published"),
	 .with_text = QUERY_ANSWER, .asks = ASKS_CONFIRMATION, .moves_on = true, .undoable = true},
	{.verb = VERB_MERGE, .query = QUERY_MERGE, .done = N_("merged"),
	 .asks = ASKS_SCREEN, .screen = &screen_similar, .args = {"into", "into_version"},
	 .moves_on = true, .undoable = true, .single = true},
	{.verb = VERB_SPLIT, .query = QUERY_SPLIT, .done = N_("on its own again")},
	{.verb = VERB_UNDO, .query = QUERY_UNDO, .done = N_("undone"),
	 .begin = undo_begin},
	{.verb = VERB_RECALL, .query = QUERY_RECALL, .done = N_("the answer is recalled"),
	 .begin = recall_begin},
	{.verb = VERB_CLAIM, .begin = claim_begin},
	{.verb = VERB_TAKE, .query = QUERY_TAKE, .done = N_("taken"), .undoable = true},
	{.verb = VERB_GIVE, .query = QUERY_GIVE, .done = N_("given back"), .undoable = true},
	{.verb = VERB_ASSIGN, .query = QUERY_ASSIGN, .done = N_("given to the other operator"),
	 .asks = ASKS_SCREEN, .screen = &screen_workers, .args = {"login"}, .of_city = true,
	 .moves_on = true, .undoable = true},
	{.verb = VERB_INTERNAL_NOTE, .name = "note", .query = QUERY_NOTE, .done = N_("noted"),
	 .asks = ASKS_SCREEN, .screen = &screen_words, .asked = N_("internal note:"),
	 .args = {"text"}},
	{.verb = VERB_SNOOZE, .query = QUERY_SNOOZE, .done = N_("put off"),
	 .asks = ASKS_SCREEN, .screen = &screen_until, .args = {"until"},
	 .moves_on = true, .undoable = true},
	{.verb = VERB_PAUSE, .query = QUERY_PAUSE, .done = N_("asked back, the time stands still"),
	 .asks = ASKS_SCREEN, .screen = &screen_words, .asked = N_("question to the resident:"),
	 .args = {"question"}, .moves_on = true, .undoable = true},
	{.verb = VERB_RESUME, .query = QUERY_RESUME, .done = N_("the time goes on"),
	 .undoable = true},
	{.verb = VERB_PROLONG, .query = QUERY_PROLONG, .done = N_("prolonged"),
	 .asks = ASKS_SCREEN, .screen = &screen_prolong, .args = {"days", "why"}},
	{.verb = VERB_REOPEN, .query = QUERY_REOPEN, .done = N_("open again"),
	 .asks = ASKS_SCREEN, .screen = &screen_words, .asked = N_("open again, because:"),
	 .may_be_empty = true, .args = {"why"}, .undoable = true},
	{.verb = VERB_WITHDRAW, .query = QUERY_WITHDRAW, .done = N_("withdrawn"),
	 .asks = ASKS_SCREEN, .screen = &screen_words, .asked = N_("withdraw, because:"),
	 .may_be_empty = true, .args = {"why"}, .moves_on = true, .undoable = true},
	{.verb = VERB_REFERRAL_ACCEPT, .name = "referral_accept", .query = QUERY_REFERRAL_ACCEPT,
	 .done = N_("the unit takes it on"), .undoable = true, .single = true},
	{.verb = VERB_REFERRAL_RETURN, .name = "referral_return", .query = QUERY_REFERRAL_RETURN,
	 .done = N_("returned"), .asks = ASKS_SCREEN, .screen = &screen_words,
	 .asked = N_("the unit returns it, because:"), .moves_on = true, .undoable = true,
	 .single = true},
	{.verb = VERB_REFERRAL_ANSWER, .name = "referral_answer", .query = QUERY_REFERRAL_ANSWER,
	 .done = N_("the unit's answer is submitted"), .asks = ASKS_SCREEN,
	 .screen = &screen_words, .asked = N_("the unit's answer:"), .moves_on = true,
	 .single = true},
};
/* clang-format on */

enum { SPECS = sizeof(specs) / sizeof(*specs) };

const struct action_spec *act_spec(enum verb verb)
{
	for (size_t i = 0; i < SPECS; i++)
		if (specs[i].verb == verb)
			return &specs[i];
	return NULL;
}

enum verb act_at(size_t i)
{
	return i < SPECS ? specs[i].verb : VERB_NONE;
}

bool act_is(enum verb verb)
{
	return act_spec(verb) != NULL;
}

const char *act_name(enum verb verb)
{
	const struct action_spec *spec = act_spec(verb);
	if (!spec || spec->begin)
		return NULL;
	return spec->name ? spec->name : verb_name(verb);
}
