/* Migrations of the tables, by sqitch: deploys those that are missing, and knows those that this
 * version does not have. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_result.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Debian's /usr/bin/psql is a wrapper that doubles the time of each start. */
static const char psql_of_15[] = "/usr/lib/postgresql/15/bin/psql";

/* sqitch and psql find the database through libpq's environment: nothing in their arguments. */
static void export_connection(PGconn *conn)
{
	static const char timeout[] = "-c lock_timeout=" SCHEMA_LOCK_TIMEOUT " -c lc_messages=C";
	PQconninfoOption *options = PQconninfo(conn);
	const char *given;
	char *all;

	for (PQconninfoOption *o = options; o && o->keyword; o++)
		if (o->envvar && o->val && *o->val)
			setenv(o->envvar, o->val, 1);
	PQconninfoFree(options);
	given = getenv("PGOPTIONS");
	if (!given || !strstr(given, timeout)) {
		all = xasprintf("%s %s", given ? given : "", timeout);
		setenv("PGOPTIONS", all, 1);
		free(all);
	}
	/* sqitch notes who deployed and refuses to work for someone without a name */
	setenv("SQITCH_FULLNAME", PQuser(conn), 0);
	setenv("SQITCH_EMAIL", "vartactl@localhost", 0);
}

/* Starts sqitch with its output into a pipe, whose end for reading is returned; -1 where it has
 * complained. */
static int start(const char *const command[], pid_t *pid)
{
	const char *client = access(psql_of_15, X_OK) == 0 ? psql_of_15 : "psql";
	const char *args[16] = {"sqitch", "--chdir", schema_folder()};
	posix_spawn_file_actions_t actions;
	size_t n = 3;
	int ends[2], wrong;

	for (size_t i = 0; command[i]; i++)
		args[n++] = command[i];
	args[n++] = "--client";
	args[n++] = client;
	args[n++] = "--target";
	args[n++] = "db:pg:";
	if (pipe2(ends, O_CLOEXEC) != 0) {
		log_warn("pipe");
		return -1;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	wrong = posix_spawnp(pid, "sqitch", &actions, NULL, (char *const *)args, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (wrong == 0)
		return ends[0];
	close(ends[0]);
	errno = wrong;
	log_warn(_("cannot start '%s'"), "sqitch");
	return -1;
}

/* Runs sqitch to its end; what it says is added to b. */
static bool sqitch(struct ctl *ctl, const char *const command[], struct buf *b)
{
	char chunk[4096];
	pid_t pid;
	ssize_t got;
	int status, fd;

	export_connection(ctl->conn);
	fflush(stdout);
	fd = start(command, &pid);
	if (fd < 0)
		return false;
	while ((got = read(fd, chunk, sizeof(chunk))) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			buf_add(b, chunk, (size_t)got);
	close(fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The names of the changes in sqitch.plan as a literal of text[]; NULL where it has complained. The
 * caller frees it. */
static char *planned(void)
{
	struct buf plan = {0}, names = {0};
	char *rest, *line;

	if (!schema_read(&plan, "sqitch.plan")) {
		buf_release(&plan);
		return NULL;
	}
	for (rest = plan.data; (line = strsep(&rest, "\n"));) {
		if (*line == '\0' || strchr("%@ #", *line))
			continue;
		db_array_add(&names, line, strcspn(line, " "));
	}
	db_array_end(&names);
	buf_release(&plan);
	return buf_steal(&names);
}

/* Asks about the changes that are deployed ($1: those in the plan); NULL where it has complained.
 */
static PGresult *ask(struct ctl *ctl, const char *sql)
{
	char *names = planned();
	PGresult *res = names ? ctl_exec(ctl, sql, 1, (const char *const[]){names}) : NULL;

	free(names);
	return res;
}

enum exit_code migrations_known(struct ctl *ctl)
{
	PGresult *res =
	        ask(ctl, "select change from pg_temp.deployed() where change <> all($1::text[])");
	int unknown;

	if (!res)
		return EXIT_FAILED;
	unknown = PQntuples(res);
	if (unknown > 0)
		log_warnx(
		        _("the database was made by a newer version of Varta, or by one before its "
		          "first release (this version does not know '%s'): use that version, or "
		          "make a new database"),
		        db_value_text(res));
	PQclear(res);
	return unknown > 0 ? EXIT_CONFLICT : EXIT_OK;
}

enum exit_code migrations_deploy(struct ctl *ctl)
{
	static const char *const deploy[] = {"deploy", "--verify", "--mode", "change", NULL};
	struct buf said = {0};
	bool done = false;

	for (int try = 0; !done && try < SCHEMA_TRIES; try++) {
		if (try > 0)
			schema_wait(try);
		buf_clear(&said);
		done = sqitch(ctl, deploy, &said);
		fputs(said.data ? said.data : "", done ? stdout : stderr);
		if (!done && !(said.data && strstr(said.data, "due to lock timeout")))
			break;
	}
	buf_release(&said);
	return done ? EXIT_OK : EXIT_FAILED;
}

enum exit_code migrations_status(struct ctl *ctl)
{
	PGresult *res = ask(
	        ctl,
	        "select coalesce((select tag from pg_temp.deployed() where tag <> '' "
	        "offset greatest((select count(tag) from pg_temp.deployed()) - 1, 0)), '-') "
	        "as version, "
	        "coalesce((array_agg(change))[count(*)], '-') as change, "
	        "(select coalesce(string_agg(p, ' ' order by n), '') from unnest($1::text[]) "
	        "with ordinality u (p, n) where p not in (select change from pg_temp.deployed())) "
	        "as missing from pg_temp.deployed()");
	const char *missing;
	bool whole;

	if (!res)
		return EXIT_FAILED;
	missing = db_result_text(res, 0, "missing");
	printf(_("version: %s, last change %s\n"), db_result_text(res, 0, "version"),
	       db_result_text(res, 0, "change"));
	printf(_("migrations: %s\n"), *missing ? missing : _("up-to-date"));
	whole = !*missing;
	PQclear(res);
	return whole ? EXIT_OK : EXIT_FAILED;
}
