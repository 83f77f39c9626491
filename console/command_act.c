/* varta accept, reject, …: the acts on requests, a result for each of them. */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "console/command.h"
#include "console/ids.h"
#include "console/result.h"
#include "console/text_input.h"
#include "lib/buf.h"
#include "lib/dbcall.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/table.h"
#include "lib/xmalloc.h"

enum { OWN_MAX = 2, PARAMS_MAX = 2 + OWN_MAX };

/* $1 is the number, $2 the version that was seen, then come own options, or the text. */
static const struct act {
	const char *name;
	const char *verb; /* as the database calls it */
	const char *sql;
	const char *done; /* what is said then, behind the number */
	int own[OWN_MAX]; /* option ids; 0: none */
	bool text;
} acts[] = {
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
};

struct run {
	struct cli *cli;
	const struct act *act;
	const char *params[PARAMS_MAX];
	int nparams;
};

/* What the database says of a request before the act. */
struct before {
	char version[16];
	char *status; /* code */
	bool possible;
};

static const struct act *find_act(const char *name)
{
	const struct act *act = acts;
	while (strcmp(act->name, name) != 0)
		act++;
	return act;
}

static json_t *outcome(const struct seen *seen, const char *word)
{
	json_t *line = json_object();
	json_object_set_new(line, "id", json_integer(seen->id));
	json_object_set_new(line, "outcome", json_string(word));
	return line;
}

static enum exit_code refused(const struct run *run, const struct seen *seen,
                              struct refusal *refusal)
{
	if (run->cli->value[OPT_JSON]) {
		json_t *line = outcome(seen, "failed");
		json_object_set_new(line, "sqlstate", json_string(refusal->sqlstate));
		json_object_set_new(line, "reason", json_string(refusal->text));
		table_json_line(line);
	} else {
		log_warnx("%" PRId64 ": %s", seen->id, refusal->text);
	}
	free(refusal->text);
	return refusal->status;
}

static enum exit_code succeeded(const struct run *run, const struct seen *seen, const PGresult *res)
{
	if (run->cli->value[OPT_JSON]) {
		json_t *line = outcome(seen, "done");
		if (PQntuples(res) == 1)
			json_object_set_new(line, "row", result_object(res, 0));
		table_json_line(line);
	} else {
		printf("%" PRId64 ": %s\n", seen->id, _(run->act->done));
	}
	return EXIT_OK;
}

static enum exit_code foretell(const struct run *run, const struct seen *seen,
                               const struct before *before)
{
	if (run->cli->value[OPT_JSON]) {
		json_t *line = outcome(seen, before->possible ? "possible" : "impossible");
		json_object_set_new(line, "verb", json_string(run->act->verb));
		json_object_set_new(line, "status", json_string(before->status));
		json_object_set_new(line, "version",
		                    json_integer(strtoll(before->version, NULL, 10)));
		table_json_line(line);
	} else {
		const char *word = status_word(status_find(before->status));
		printf("%" PRId64 ": ", seen->id);
		if (before->possible)
			printf(_("'%s' would be done, the status is '%s'"), run->act->name, word);
		else
			printf(_("'%s' is not possible, the status is '%s'"), run->act->name, word);
		putchar('\n');
	}
	return before->possible ? EXIT_OK : EXIT_FAILED;
}

/* Returns false where the request cannot be seen; then refusal is filled. */
static bool look(const struct run *run, const char *number, struct before *before,
                 struct refusal *refusal)
{
	static const char sql[] =
	        "select r->'row'->>'version', r->'row'->>'status', (r->'verbs') ? $2"
	        " or ($2 = 'undo' and r->>'undo' is not null) from api.request($1::bigint) r";
	PGresult *res = dbcall_try(run->cli->conn, sql, 2,
	                           (const char *const[]){number, run->act->verb}, refusal);
	if (!res)
		return false;
	snprintf(before->version, sizeof(before->version), "%s", PQgetvalue(res, 0, 0));
	before->status = xstrdup(PQgetvalue(res, 0, 1));
	before->possible = *PQgetvalue(res, 0, 2) == 't';
	PQclear(res);
	return true;
}

static enum exit_code act_on(struct run *run, const struct seen *seen)
{
	char number[24];
	struct before before = {.status = NULL};
	struct refusal refusal;
	bool dry = run->cli->value[OPT_DRY_RUN] != NULL;
	snprintf(number, sizeof(number), "%" PRId64, seen->id);
	if ((dry || !seen->version) && !look(run, number, &before, &refusal))
		return refused(run, seen, &refusal);
	if (dry) {
		enum exit_code status = foretell(run, seen, &before);
		free(before.status);
		return status;
	}
	free(before.status);
	if (seen->version)
		snprintf(before.version, sizeof(before.version), "%" PRId64, seen->version);
	run->params[0] = number;
	run->params[1] = before.version;
	PGresult *res =
	        dbcall_try(run->cli->conn, run->act->sql, run->nparams, run->params, &refusal);
	if (!res)
		return refused(run, seen, &refusal);
	enum exit_code status = succeeded(run, seen, res);
	PQclear(res);
	return status;
}

static void say_left(size_t left)
{
	if (left > 0)
		log_warnx(ngettext("%zu request was not tried", "%zu requests were not tried",
		                   (unsigned long)left),
		          left);
}

static enum exit_code act_on_all(struct run *run, const struct ids *ids)
{
	enum exit_code worst = EXIT_OK;
	for (size_t i = 0; i < ids->n; i++) {
		enum exit_code status = act_on(run, &ids->v[i]);
		if (status > worst)
			worst = status;
		command_unread(); /* an act goes on though nobody reads its results */
		if (status == EXIT_OFFLINE) {
			say_left(ids->n - i - 1);
			break;
		}
	}
	return worst;
}

static bool set_version(struct ids *ids, const char *text)
{
	int64_t version = ids_number(text);
	if (!version || version > INT32_MAX || ids->n != 1) {
		log_warnx("%s", _("'--version-seen' wants a version, and one request"));
		return false;
	}
	ids->v[0].version = version;
	return true;
}

/* Sets the parameters behind the version. */
static enum exit_code set_own(struct run *run, int argc, char **args, struct buf *text)
{
	const char *path = run->cli->value[OPT_FILE];
	run->nparams = 2;
	for (int i = 0; i < OWN_MAX && run->act->own[i]; i++)
		run->params[run->nparams++] = run->cli->value[run->act->own[i]];
	if (!run->act->text)
		return EXIT_OK;
	if (!path && ids_on_stdin(argc, args)) {
		log_warnx("%s", _("standard input holds the numbers: give the text with '--file'"));
		return EXIT_USAGE;
	}
	if (!text_input(path, text))
		return EXIT_FAILED;
	run->params[run->nparams++] = text->data ? text->data : "";
	return EXIT_OK;
}

static enum exit_code act(struct cli *cli, int argc, char **args)
{
	struct run run = {.cli = cli, .act = find_act(cli->command->name)};
	struct ids ids = {0};
	struct buf text = {0};
	const char *seen = cli->value[OPT_VERSION_SEEN], *into = cli->value[OPT_INTO];
	enum exit_code status = EXIT_USAGE;
	if (ids_read(&ids, argc, args) && (!seen || set_version(&ids, seen)) &&
	    (!into || ids_check(into)))
		status = set_own(&run, argc, args, &text);
	if (status == EXIT_OK)
		status = act_on_all(&run, &ids);
	ids_release(&ids);
	buf_release(&text);
	return status;
}

#define ACT(NAME, HELP, REQUIRED, OPTIONAL)                                                        \
	{                                                                                          \
		.name = (NAME), .usage = "ID... | -", .help = (HELP), .min_args = 1,               \
		.max_args = INT32_MAX, .required = (REQUIRED),                                     \
		.optional = 1 << OPT_JSON | 1 << OPT_DRY_RUN | 1 << OPT_VERSION_SEEN | (OPTIONAL), \
		.run = act                                                                         \
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
        {0},
};
