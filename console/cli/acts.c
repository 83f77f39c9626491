/* varta accept, reject, …: the table of acts on requests. */
#include "console/cli/act.h"
#include "lib/i18n.h"

#include <stdint.h>
#include <string.h>

/* The referral that was named, or the newest open one that the operator can deal with. */
#define REFERRAL                                                                                   \
	"coalesce($3::bigint,"                                                                     \
	" (select (f->>'id')::bigint from "                                                        \
	"jsonb_array_elements(api.request($1::bigint)->'referrals')"                               \
	" f where (f->>'mine')::boolean and f->>'state' in ('sent', 'accepted')"                   \
	" order by 1 desc limit 1))"

static const struct command_act acts[] = {
        {.name = "accept",
         .verb = "accept",
         .sql = "select * from api.accept($1::bigint, $2::int)",
         .done = N_("accepted")},
        {.name = "reject",
         .verb = "reject",
         .sql = "select * from api.reject($1::bigint, $2::int, $3::text, $4::text)",
         .done = N_("rejected"),
         .own = {OPT_REASON, OPT_NOTE}},
        {.name = "refer",
         .verb = "refer",
         .sql = "select * from api.refer($1::bigint, $2::int, $3::text, $4::text)",
         .done = N_("referred"),
         .own = {OPT_UNIT, OPT_NOTE}},
        {.name = "answer",
         .verb = "draft",
         .sql = "select * from api.draft($1::bigint, $2::int, $3::text, true, null)",
         .done = N_("the answer is saved as a draft"),
         .text = true},
        {.name = "note",
         .verb = "note",
         .sql = "select * from api.draft($1::bigint, $2::int, $3::text, false, null)",
         .done = N_("the internal note is saved"),
         .text = true},
        {.name = "submit",
         .verb = "submit",
         .sql = "select * from api.submit($1::bigint, $2::int, null)",
         .done = N_("submitted for approval")},
        {.name = "approve",
         .verb = "approve",
         .sql = "select * from api.approve($1::bigint, $2::int, null)",
         .done = N_("the answer is approved")},
        {.name = "publish",
         .verb = "publish",
         .sql = "select * from api.publish($1::bigint, $2::int, null)",
         .done = N_("the answer is published")},
        {.name = "assign",
         .verb = "assign",
         .sql = "select * from api.assign($1::bigint, $2::int, $3::text)",
         .done = N_("assigned"),
         .own = {OPT_TO}},
        {.name = "take",
         .verb = "take",
         .sql = "select * from api.take($1::bigint, $2::int)",
         .done = N_("taken")},
        {.name = "give",
         .verb = "give",
         .sql = "select * from api.give($1::bigint, $2::int)",
         .done = N_("given back")},
        {.name = "merge",
         .verb = "merge",
         .sql = "select * from api.merge($1::bigint, $2::int, $3::bigint,"
                " (api.request($3::bigint)->'row'->>'version')::int)",
         .done = N_("merged"),
         .own = {OPT_INTO}},
        {.name = "split",
         .verb = "split",
         .sql = "select * from api.split($1::bigint, $2::int)",
         .done = N_("split off")},
        {.name = "recall",
         .verb = "recall",
         .sql = "select * from api.recall($1::bigint, $2::int, null)",
         .done = N_("the answer is recalled")},
        {.name = "reopen",
         .verb = "reopen",
         .sql = "select * from api.reopen($1::bigint, $2::int, $3::text)",
         .done = N_("open again"),
         .own = {OPT_NOTE}},
        {.name = "withdraw",
         .verb = "withdraw",
         .sql = "select * from api.withdraw($1::bigint, $2::int, $3::text)",
         .done = N_("withdrawn"),
         .own = {OPT_NOTE}},
        {.name = "undo",
         .verb = "undo",
         .sql = "select * from api.undo($1::bigint, $2::int)",
         .done = N_("the last act is undone")},
        {.name = "snooze",
         .verb = "snooze",
         .sql = "select * from api.snooze($1::bigint, $2::int, $3::timestamptz)",
         .done = N_("put off"),
         .own = {OPT_UNTIL}},
        {.name = "pause",
         .verb = "pause",
         .sql = "select * from api.pause($1::bigint, $2::int, $3::text)",
         .done = N_("asked back, the time stands still"),
         .own = {OPT_NOTE}},
        {.name = "resume",
         .verb = "resume",
         .sql = "select * from api.resume($1::bigint, $2::int)",
         .done = N_("the time goes on")},
        {.name = "prolong",
         .verb = "prolong",
         .sql = "select * from api.prolong($1::bigint, $2::int, $3::int, $4::text)",
         .done = N_("prolonged"),
         .own = {OPT_DAYS, OPT_NOTE}},
        {.name = "referral-accept",
         .verb = "referral_accept",
         .sql = "select * from api.referral_accept($1::bigint, $2::int, " REFERRAL ", $4::text)",
         .done = N_("the unit takes it on"),
         .own = {OPT_REFERRAL, OPT_NOTE}},
        {.name = "referral-return",
         .verb = "referral_return",
         .sql = "select * from api.referral_return($1::bigint, $2::int, " REFERRAL ", $4::text)",
         .done = N_("returned"),
         .own = {OPT_REFERRAL, OPT_NOTE}},
        {.name = "referral-answer",
         .verb = "referral_answer",
         .sql = "select * from api.referral_answer($1::bigint, $2::int, " REFERRAL ", $4::text)",
         .done = N_("the unit's answer is submitted"),
         .own = {OPT_REFERRAL},
         .text = true},
};

const struct command_act *command_act_find(const char *name)
{
	const struct command_act *act = acts;
	while (strcmp(act->name, name) != 0)
		act++;
	return act;
}

#define ACT(NAME, HELP, REQUIRED, OPTIONAL)                                                        \
	{                                                                                          \
		.name = (NAME), .usage = "ID... | -", .help = (HELP), .min_args = 1,               \
		.max_args = INT32_MAX, .required = (REQUIRED),                                     \
		.optional = 1 << OPT_JSON | 1 << OPT_DRY_RUN | 1 << OPT_VERSION_SEEN | (OPTIONAL), \
		.run = command_act_run                                                             \
	}

const struct command act_commands[] = {
        ACT("accept", N_("take new requests on"), 0, 0),
        ACT("reject", N_("reject requests; the resident gets the reason's text"), 1 << OPT_REASON,
            1 << OPT_NOTE),
        ACT("refer", N_("give requests to a unit"), 1 << OPT_UNIT, 1 << OPT_NOTE),
        ACT("answer", N_("save the text as the draft of an answer"), 0, 1 << OPT_FILE),
        ACT("note", N_("save the text as an internal note"), 0, 1 << OPT_FILE),
        ACT("submit", N_("submit the newest draft for approval"), 0, 0),
        ACT("approve", N_("approve the newest answer"), 0, 0),
        ACT("publish", N_("publish the newest answer: the request is answered"), 0, 0),
        ACT("assign", N_("give requests to an operator"), 1 << OPT_TO, 0),
        ACT("take", N_("take requests for yourself"), 0, 0),
        ACT("give", N_("give requests back, so that they are nobody's"), 0, 0),
        ACT("merge", N_("merge duplicates into another request"), 1 << OPT_INTO, 0),
        ACT("split", N_("split off what was merged"), 0, 0),
        ACT("recall", N_("take a published answer back, until its recall window ends"), 0, 0),
        ACT("reopen", N_("open again what is answered or rejected"), 0, 1 << OPT_NOTE),
        ACT("withdraw", N_("withdraw requests at the resident's wish"), 0, 1 << OPT_NOTE),
        ACT("undo", N_("undo your last act on requests"), 0, 0),
        ACT("snooze", N_("put requests off, until a moment to come"), 1 << OPT_UNTIL, 0),
        ACT("pause", N_("ask the resident back; the time stands still"), 1 << OPT_NOTE, 0),
        ACT("resume", N_("let the time go on"), 0, 0),
        ACT("prolong", N_("take more days, and say why"), 1 << OPT_DAYS | 1 << OPT_NOTE, 0),
        ACT("referral-accept", N_("the unit takes on what was referred to it"), 0,
            1 << OPT_NOTE | 1 << OPT_REFERRAL),
        ACT("referral-return", N_("the unit returns what was referred to it"), 1 << OPT_NOTE,
            1 << OPT_REFERRAL),
        ACT("referral-answer", N_("save the text as the answer of the unit"), 0,
            1 << OPT_FILE | 1 << OPT_REFERRAL),
        {0},
};
