/* varta accept, reject, …: the acts on requests, a result for each of them. */
#include "console/cli/act.h"

#include "console/data/result.h"
#include "console/filter/date_input.h"
#include "console/filter/ids.h"
#include "console/reply/text_input.h"
#include "lib/buf.h"
#include "lib/dbcall.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/table.h"
#include "lib/when.h"
#include "lib/xmalloc.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct run {
	struct cli *cli;
	const struct command_act *act;
	const char *params[PARAMS_MAX];
	int nparams;
	char until[WHEN_W3C_SIZE];
};

/* What the database says of a request before the act. */
struct before {
	char version[16];
	char *status; /* code */
	bool possible;
};

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

/* Puts the moment that was meant in the place of the words for it. */
static bool set_until(struct run *run)
{
	int64_t at;
	if (!date_input_parse(run->params[2], time(NULL), &at)) {
		log_warnx("'%s': %s", run->params[2],
		          _("this is no moment; such as tomorrow, 2d, fri, 24.11, 14:00"));
		return false;
	}
	when_w3c(at, run->until);
	run->params[2] = run->until;
	return true;
}

/* Sets the parameters behind the version. */
static enum exit_code set_own(struct run *run, int argc, char **args, struct buf *text)
{
	const char *path = run->cli->value[OPT_FILE];
	run->nparams = 2;
	for (int i = 0; i < OWN_MAX && run->act->own[i]; i++)
		run->params[run->nparams++] = run->cli->value[run->act->own[i]];
	if (run->act->own[0] == OPT_UNTIL && !set_until(run))
		return EXIT_USAGE;
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

enum exit_code command_act_run(struct cli *cli, int argc, char **args)
{
	struct run run = {.cli = cli, .act = command_act_find(cli->command->name)};
	struct ids ids = {0};
	struct buf text = {0};
	const char *seen = cli->value[OPT_VERSION_SEEN], *into = cli->value[OPT_INTO];
	const char *referral = cli->value[OPT_REFERRAL];
	enum exit_code status = EXIT_USAGE;
	if (ids_read(&ids, argc, args) && (!seen || set_version(&ids, seen)) &&
	    (!into || ids_check(into)) && (!referral || ids_check(referral)))
		status = set_own(&run, argc, args, &text);
	if (status == EXIT_OK)
		status = act_on_all(&run, &ids);
	ids_release(&ids);
	buf_release(&text);
	return status;
}
