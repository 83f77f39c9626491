/* Replaces the code of the database (sql/code) whole: drops what is outdated by the manifest, runs
 * the files that install.sql names, and commits. Types, triggers, policies and views that are there
 * and the same are left alone, so that an upgrade that does not touch them locks no table. Triggers
 * and policies that are not are made last, when all else is there: their tables are locked for that
 * moment only. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/db/db_wait.h"

static enum script_outcome run_sql(struct ctl *ctl, const char *file, const char *sql,
                                   PGresult **rows)
{
	return script_run(ctl, file, sql, NULL, rows);
}

/* Calls one of the functions of sql/upgrade.sql with the manifest. */
static enum script_outcome run_step(struct ctl *ctl, const char *sql, const char *manifest,
                                    PGresult **rows)
{
	return script_run(ctl, "upgrade.sql", sql, manifest, rows);
}

/* When a statement is run: of those that create a type, view, trigger or policy the database says
 * so, those that set something are run in both passes, all others in the first. */
enum step { FIRST, LAST, NEVER };

static enum step step_of(const PGresult *steps, const char *what)
{
	for (int i = 0; i < PQntuples(steps); i++)
		if (strcmp(db_result_text(steps, i, "object"), what) == 0)
			return strcmp(db_result_text(steps, i, "step"), "last") == 0 ? LAST : NEVER;
	return FIRST;
}

/* Blanks out what is not of this step; the lines keep their numbers. Returns whether anything is
 * left. */
static bool keep_step(char *sql, const PGresult *steps, enum step step)
{
	bool any = false;
	char *end;

	for (char *s = sql; *s; s = end) {
		char *what;
		bool mine;
		end = sql + (sql_statement_end(s) - sql);
		what = sql_created(s, (size_t)(end - s));
		mine = (what ? step_of(steps, what) : FIRST) == step;
		free(what);
		any = any || mine;
		mine = mine || sql_sets(s, (size_t)(end - s));
		for (char *c = s; !mine && c < end; c++)
			*c = *c == '\n' ? '\n' : ' ';
	}
	return any;
}

static enum script_outcome run_file(struct ctl *ctl, const char *name, const PGresult *steps,
                                    enum step step)
{
	struct buf sql = {0};
	char *path = xasprintf("code/%s", name);
	enum script_outcome outcome = SCRIPT_BROKEN;

	if (schema_read(&sql, path))
		outcome = keep_step(sql.data, steps, step) ? run_sql(ctl, path, sql.data, NULL)
		                                           : SCRIPT_DONE;
	buf_release(&sql);
	free(path);
	return outcome;
}

/* install.sql: a line is '\ir FILE', a comment, or a statement. */
static enum script_outcome run_install(struct ctl *ctl, const PGresult *steps, enum step step)
{
	static const char include[] = "\\ir ";
	struct buf install = {0};
	enum script_outcome outcome =
	        schema_read(&install, "code/install.sql") ? SCRIPT_DONE : SCRIPT_BROKEN;
	char *rest = install.data;
	char *line;

	while (outcome == SCRIPT_DONE && (line = strsep(&rest, "\n"))) {
		if (strncmp(line, include, strlen(include)) == 0)
			outcome = run_file(ctl, line + strlen(include), steps, step);
		else
			outcome = run_sql(ctl, "code/install.sql", line, NULL);
	}
	buf_release(&install);
	return outcome;
}

static enum script_outcome replace_functions(struct ctl *ctl, const char *manifest,
                                             PGresult **steps)
{
	enum script_outcome outcome =
	        run_step(ctl, "select pg_temp.note_differing($1)", manifest, NULL);

	if (outcome == SCRIPT_DONE)
		outcome = run_sql(ctl, "upgrade.sql", "select pg_temp.clear_code()", NULL);
	if (outcome == SCRIPT_DONE)
		outcome = run_step(ctl, "select * from pg_temp.steps($1)", manifest, steps);
	if (outcome == SCRIPT_DONE)
		outcome = run_install(ctl, *steps, FIRST);
	return outcome;
}

/* Locks the tables, for which nobody waits longer than the timeout. */
static const char lock_and_clear[] = "set local statement_timeout = '" SCHEMA_LOCK_TIMEOUT "'; "
                                     "select pg_temp.lock_changing(); "
                                     "set local statement_timeout = 0; "
                                     "select pg_temp.clear_tables()";

static enum script_outcome replace_of_tables(struct ctl *ctl, const char *manifest,
                                             const PGresult *steps)
{
	enum script_outcome outcome = run_sql(ctl, "", "reset role", NULL);

	if (outcome == SCRIPT_DONE)
		outcome = run_step(ctl, "select pg_temp.note_changing($1)", manifest, NULL);
	if (outcome == SCRIPT_DONE)
		outcome = run_sql(ctl, "upgrade.sql", lock_and_clear, NULL);
	if (outcome == SCRIPT_DONE)
		outcome = run_install(ctl, steps, LAST);
	return outcome;
}

static enum script_outcome commit(struct ctl *ctl)
{
	enum script_outcome outcome = run_sql(ctl, "commit", "commit", NULL);

	if (outcome == SCRIPT_SILENT)
		log_warnx("%s", _("whether it was done is not known"));
	return outcome;
}

static enum script_outcome replace_once(struct ctl *ctl, const char *manifest)
{
	PGresult *steps = NULL;
	enum script_outcome outcome = run_sql(ctl, "",
	                                      "begin; set local check_function_bodies = on; "
	                                      "set local lock_timeout = '" SCHEMA_LOCK_TIMEOUT "'",
	                                      NULL);

	if (outcome == SCRIPT_DONE)
		outcome = replace_functions(ctl, manifest, &steps);
	if (outcome == SCRIPT_DONE)
		outcome = replace_of_tables(ctl, manifest, steps);
	PQclear(steps);
	if (outcome == SCRIPT_SILENT)
		log_warnx("%s", _("none of the code was replaced"));
	if (outcome != SCRIPT_DONE && outcome != SCRIPT_SILENT)
		run_sql(ctl, "", "rollback", NULL);
	return outcome == SCRIPT_DONE ? commit(ctl) : outcome;
}

enum exit_code code_functions(struct ctl *ctl)
{
	struct buf sql = {0};
	enum script_outcome outcome = SCRIPT_BROKEN;

	if (schema_read(&sql, "upgrade.sql"))
		outcome = run_sql(ctl, "upgrade.sql", sql.data, NULL);
	buf_release(&sql);
	return script_exit(outcome);
}

enum exit_code code_replace(struct ctl *ctl)
{
	struct buf manifest = {0};
	enum script_outcome outcome = SCRIPT_BROKEN;

	if (schema_read(&manifest, "manifest.tsv"))
		outcome = SCRIPT_BUSY;
	for (int try = 0; outcome == SCRIPT_BUSY && try < SCHEMA_TRIES; try++) {
		if (try > 0)
			schema_wait(try);
		outcome = replace_once(ctl, manifest.data);
	}
	if (outcome == SCRIPT_BUSY)
		log_warnx("%s",
		          _("others keep the tables in use; none of the code was replaced: try "
		            "again later"));
	buf_release(&manifest);
	return script_exit(outcome);
}

/* How an object differs from this version; the words of pg_temp.drift(). */
static const char *const findings[] = {N_("missing"), N_("extra"), N_("changed"), N_("rights")};

static const char *finding(const char *word)
{
	for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++)
		if (strcmp(findings[i], word) == 0)
			return _(findings[i]);
	return word;
}

/* Prints the rows (wrong, object), or that there are none. */
static enum exit_code print_findings(struct ctl *ctl, const char *title, const char *sql,
                                     int nparams, const char *const params[])
{
	PGresult *res = ctl_exec(ctl, sql, nparams, params);
	int n;

	if (!res)
		return EXIT_FAILED;
	n = PQntuples(res);
	printf("%s: %s\n", title, n == 0 ? _("as in this version") : "");
	for (int i = 0; i < n; i++)
		printf("  %s %s\n", finding(db_result_text(res, i, "wrong")),
		       db_result_text(res, i, "object"));
	PQclear(res);
	return n == 0 ? EXIT_OK : EXIT_FAILED;
}

enum exit_code code_status(struct ctl *ctl)
{
	struct buf manifest = {0};
	enum exit_code objects = EXIT_FAILED, owners;

	if (schema_read(&manifest, "manifest.tsv"))
		objects =
		        print_findings(ctl, _("objects"),
		                       "select finding as wrong, object from pg_temp.findings($1)",
		                       1, (const char *const[]){manifest.data});
	buf_release(&manifest);
	owners = print_findings(
	        ctl, _("owners of SECURITY DEFINER functions"),
	        "select owner as wrong, function as object from pg_temp.foreign_definers()", 0,
	        NULL);
	return objects > owners ? objects : owners;
}

enum exit_code rights_status(struct ctl *ctl)
{
	enum exit_code public = print_findings(
	        ctl, _("rights of everybody (PUBLIC)"),
	        "select 'extra' as wrong, p as object from pg_temp.given_to_public() p", 0, NULL);
	enum exit_code passwords = print_findings(
	        ctl, _("passwords of operators"),
	        "select 'changed' as wrong, p as object from pg_temp.own_passwords() p", 0, NULL);

	return public > passwords ? public : passwords;
}
