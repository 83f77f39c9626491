/* Runs a command that is an act (varta accept, reject, …): once for each request, with a result or
 * a forecast for each. */
#include "console/cli/act.h"

#include "console/action/outcome.h"
#include "console/cli/act_args.h"
#include "console/cli/output.h"
#include "console/cli/zones_read.h"
#include "console/data/result.h"
#include "console/data/row.h"
#include "console/data/zones.h"
#include "console/filter/ids.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/uuid.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/table.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct run {
	struct cli *cli;
	const struct action_spec *act;
	struct act_values values;
	char key[UUID_SIZE];
};

/* What the database says of a request before the act. */
struct before {
	int64_t version;
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
		bool doubt = strcmp(refusal->sqlstate, DB_UNCERTAIN) == 0;
		json_t *line = outcome(seen, doubt ? "uncertain" : "failed");
		json_object_set_new(line, "sqlstate", json_string(refusal->sqlstate));
		json_object_set_new(line, "reason", json_string(refusal->text));
		table_json_line(line);
	} else if (refusal->request == seen->id) {
		log_warnx("%s", refusal->text);
	} else {
		log_warnx("%" PRId64 ": %s", seen->id, refusal->text);
	}
	free(refusal->text);
	return refusal->status;
}

static void say_done(const struct run *run, const struct seen *seen, const PGresult *res)
{
	struct row **rows = result_rows(res);
	const char *const *args = run->values.params + 2;
	char *done = rows[0] ? act_outcome(run->act, rows[0], args, time(NULL))
	                     : xstrdup(_(run->act->done));

	printf("%" PRId64 ": %s\n", seen->id, done);
	free(done);
	row_free(rows[0]);
	free(rows);
}

static enum exit_code succeeded(const struct run *run, const struct seen *seen, const PGresult *res)
{
	if (run->cli->value[OPT_JSON]) {
		json_t *line = outcome(seen, "done");
		if (PQntuples(res) == 1)
			json_object_set_new(line, "row", result_object(res, 0));
		table_json_line(line);
	} else {
		say_done(run, seen, res);
	}
	return EXIT_OK;
}

static enum exit_code foretell(const struct run *run, const struct seen *seen,
                               const struct before *before)
{
	if (run->cli->value[OPT_JSON]) {
		json_t *line = outcome(seen, before->possible ? "possible" : "impossible");
		json_object_set_new(line, "verb", json_string(act_function(run->act)));
		json_object_set_new(line, "status", json_string(before->status));
		json_object_set_new(line, "version", json_integer(before->version));
		table_json_line(line);
	} else {
		const char *word = status_word(status_find(before->status));
		printf("%" PRId64 ": ", seen->id);
		if (before->possible)
			printf(_("'%s' would be done, the status is '%s'"), act_command(run->act),
			       word);
		else
			printf(_("'%s' is not possible, the status is '%s'"), act_command(run->act),
			       word);
		putchar('\n');
	}
	return before->possible ? EXIT_OK : EXIT_FAILED;
}

/* Returns false where the request cannot be seen; then refusal is filled. */
static bool look(const struct run *run, int64_t id, struct before *before, struct refusal *refusal)
{
	static const char sql[] = "select version, status, possible from api.action_check($1, $2)";
	struct db_params params = {0};
	PGresult *res;

	db_params_int(&params, id);
	db_params_text(&params, act_function(run->act));
	res = db_call_try(run->cli->conn, sql, params.n, params.text, refusal);
	if (!res)
		return false;
	before->version = db_result_int(res, 0, "version");
	before->status = xstrdup(db_result_text(res, 0, "status"));
	before->possible = db_result_bool(res, 0, "possible");
	PQclear(res);
	return true;
}

static bool reconnect(struct cli *cli)
{
	PGconn *conn = db_call_open(cli->settings, "varta", DB_CALL_BRISK);

	if (!conn)
		return false;
	PQfinish(cli->conn);
	cli->conn = conn;
	return true;
}

/* Sends the act. Where the answer is lost it is sent once more if it has a key, so that it is done
 * once; otherwise nobody knows. */
static PGresult *send(struct run *run, struct refusal *refusal)
{
	const struct db_stmt *stmt = act_statement(run->act, false);
	const char **params = run->values.params;
	PGresult *res;
	char *why;

	if (run->act->keyed) {
		uuid_new(run->key);
		params[2 + act_args_n(run->act, false)] = run->key;
	}
	res = db_call_try(run->cli->conn, stmt->sql, stmt->nparams, params, refusal);
	if (!res && db_call_is_lost(refusal) && run->act->keyed && reconnect(run->cli)) {
		free(refusal->text);
		res = db_call_try(run->cli->conn, stmt->sql, stmt->nparams, params, refusal);
	}
	if (!res && db_call_is_lost(refusal)) {
		why = refusal->text;
		refusal->text = xasprintf(_("%s; whether it was done is not known"), why);
		free(why);
	}
	return res;
}

static enum exit_code act_on(struct run *run, const struct seen *seen)
{
	struct before before = {.version = seen->version};
	struct db_params head = {0};
	struct refusal refusal;
	bool dry = run->cli->value[OPT_DRY_RUN] != NULL;
	PGresult *res;
	enum exit_code status;

	if ((dry || !seen->version) && !look(run, seen->id, &before, &refusal))
		return refused(run, seen, &refusal);
	if (dry) {
		status = foretell(run, seen, &before);
		free(before.status);
		return status;
	}
	free(before.status);
	db_params_int(&head, seen->id);
	db_params_int(&head, before.version);
	run->values.params[0] = head.text[0];
	run->values.params[1] = head.text[1];
	res = send(run, &refusal);
	if (!res)
		return refused(run, seen, &refusal);
	status = succeeded(run, seen, res);
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
		output_unread(); /* an act goes on though nobody reads its results */
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

enum exit_code act_run(struct cli *cli, int argc, char **args)
{
	struct run run = {.cli = cli, .act = act_of_command(cli->command->name)};
	struct ids ids = {0};
	const char *seen = cli->value[OPT_VERSION_SEEN];
	enum exit_code status = EXIT_USAGE;

	if (ids_read(&ids, argc, args) && (!seen || set_version(&ids, seen)))
		status = act_values_read(&run.values, run.act, cli, argc, args);
	if (status == EXIT_OK) {
		if (act_outcome_has_due(run.act) && !cli->value[OPT_JSON])
			zones_read(cli);
		status = act_on_all(&run, &ids);
	}
	zones_release();
	ids_release(&ids);
	buf_release(&run.values.text);
	return status;
}
