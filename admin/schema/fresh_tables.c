/* Makes the tables of an empty database: all migrations in one transaction and one session. sqitch
 * would start two programs for each. Until sqitch knows of them, a comment on the schema says up to
 * which change they are made: who is killed in between loses nothing. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

#define MARK "unknown to sqitch up to "

/* Blanks out the line of a transaction, which is that of all here; the lines keep their numbers. */
static void blank_line(char *sql, const char *line)
{
	size_t len = strlen(line);

	for (char *s = sql; s; s = strchr(s, '\n'), s = s ? s + 1 : NULL)
		if (strncmp(s, line, len) == 0 && (s[len] == '\n' || s[len] == '\0'))
			memset(s, ' ', len);
}

static enum script_outcome run_change(struct ctl *ctl, const char *folder, const char *change)
{
	struct buf sql = {0};
	char *path = xasprintf("schema/%s/%s.sql", folder, change);
	enum script_outcome outcome = SCRIPT_BROKEN;

	if (schema_read(&sql, path)) {
		blank_line(sql.data, "begin;");
		blank_line(sql.data, "commit;");
		outcome = script_run(ctl, path, sql.data, NULL, NULL);
	}
	if (outcome == SCRIPT_DONE)
		outcome = script_run(ctl, path, "reset role", NULL, NULL);
	buf_release(&sql);
	free(path);
	return outcome;
}

static enum script_outcome mark(struct ctl *ctl, const char *last)
{
	char *sql = xasprintf("comment on schema varta is '" MARK "%s'; commit", last);
	enum script_outcome outcome = script_run(ctl, "sqitch.plan", sql, NULL, NULL);

	free(sql);
	if (outcome == SCRIPT_SILENT)
		log_warnx("%s", _("whether it was done is not known"));
	return outcome;
}

/* Each change is verified before the next, as sqitch does it. */
static enum script_outcome run_changes(struct ctl *ctl, char *plan)
{
	enum script_outcome outcome =
	        script_run(ctl, "", "begin; set local lc_messages = 'C'", NULL, NULL);
	const char *change, *last = "";

	while (outcome == SCRIPT_DONE && (change = schema_next_change(&plan))) {
		outcome = run_change(ctl, "deploy", change);
		if (outcome == SCRIPT_DONE)
			outcome = run_change(ctl, "verify", change);
		last = change;
	}
	if (outcome == SCRIPT_DONE)
		return mark(ctl, last);
	if (outcome == SCRIPT_SILENT)
		log_warnx("%s", _("none of the tables was made"));
	else
		script_run(ctl, "", "rollback", NULL, NULL);
	return outcome;
}

/* The roles are the cluster's: an upgrade of another database changes them as well. */
static enum exit_code make_tables(struct ctl *ctl)
{
	enum script_outcome outcome = SCRIPT_BUSY;

	for (int try = 0; outcome == SCRIPT_BUSY && try < SCHEMA_TRIES; try++) {
		struct buf plan = {0};

		if (try > 0)
			schema_wait(try);
		outcome = schema_read(&plan, "sqitch.plan") ? run_changes(ctl, plan.data)
		                                            : SCRIPT_BROKEN;
		buf_release(&plan);
	}
	if (outcome == SCRIPT_BUSY)
		log_warnx("%s", _("none of the tables was made"));
	return script_exit(outcome);
}

static enum exit_code tell_sqitch(struct ctl *ctl, const char *last)
{
	const char *const deploy[] = {"deploy", "--log-only", "--to", last, NULL};
	struct buf said = {0};
	bool done = sqitch_run(ctl, deploy, &said);

	fputs(said.data ? said.data : "", done ? stdout : stderr);
	buf_release(&said);
	if (!done)
		return ctl->status == EXIT_OFFLINE ? EXIT_OFFLINE : EXIT_FAILED;
	return ctl_run(ctl, "comment on schema varta is null", 0, NULL);
}

/* Up to which change sqitch does not know what was made: "" where all of it is still to be made,
 * NULL where there is nothing to do. */
static const char state[] =
        "select case when to_regnamespace('varta') is null and to_regclass('sqitch.changes') is "
        "null "
        "then '' else (select substr(d, length('" MARK "') + 1) from "
        "obj_description(to_regnamespace('varta')::oid, 'pg_namespace') d where d like '" MARK
        "%') end";

/* The state, which the caller frees; NULL also where it has complained, and ctl->status says so. */
static char *read_state(struct ctl *ctl, enum exit_code *status)
{
	PGresult *res = ctl_exec(ctl, state, 0, NULL);
	char *text = res && !PQgetisnull(res, 0, 0) ? xstrdup(db_value_text(res)) : NULL;

	*status = res ? EXIT_OK : ctl->status;
	PQclear(res);
	return text;
}

enum exit_code fresh_tables_make(struct ctl *ctl)
{
	enum exit_code status;
	char *last = read_state(ctl, &status);

	if (last && *last == '\0') {
		free(last);
		last = NULL;
		status = make_tables(ctl);
		if (status == EXIT_OK)
			last = read_state(ctl, &status);
	}
	if (last)
		status = tell_sqitch(ctl, last);
	free(last);
	return status;
}
