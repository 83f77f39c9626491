/* vartactl schema: brings the database up to date with the sqitch project in share/varta/sql. */
#include "admin/vartactl.h"
#include "lib/i18n.h"
#include "lib/log.h"

#include <errno.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Debian's /usr/bin/psql is a wrapper that doubles the time of each start. */
static const char psql_of_15[] = "/usr/lib/postgresql/15/bin/psql";

/* sqitch and psql find the database through libpq's environment: nothing in their arguments. */
static void export_connection(PGconn *conn)
{
	PQconninfoOption *options = PQconninfo(conn);

	for (PQconninfoOption *o = options; o && o->keyword; o++)
		if (o->envvar && o->val && *o->val)
			setenv(o->envvar, o->val, 1);
	PQconninfoFree(options);
	/* sqitch notes who deployed and refuses to work for someone without a name */
	setenv("SQITCH_FULLNAME", PQuser(conn), 0);
	setenv("SQITCH_EMAIL", "vartactl@localhost", 0);
}

static const char *sql_folder(void)
{
	const char *folder = getenv("VARTA_SQLDIR");

	return folder && *folder ? folder : VARTA_PREFIX "/share/varta/sql";
}

static enum exit_code sqitch(struct ctl *ctl, const char *const command[])
{
	const char *folder = sql_folder();
	const char *client = access(psql_of_15, X_OK) == 0 ? psql_of_15 : "psql";
	const char *args[16] = {"sqitch", "--chdir", folder};
	size_t n = 3;
	pid_t pid;
	int status;

	if (access(folder, R_OK | X_OK) != 0) {
		log_warn(_("cannot open '%s'"), folder);
		return EXIT_FAILED;
	}
	for (size_t i = 0; command[i]; i++)
		args[n++] = command[i];
	args[n++] = "--client";
	args[n++] = client;
	args[n++] = "--target";
	args[n++] = "db:pg:";
	export_connection(ctl->conn);
	fflush(stdout);
	errno = posix_spawnp(&pid, "sqitch", NULL, NULL, (char *const *)args, environ);
	if (errno != 0) {
		log_warn(_("cannot start '%s'"), "sqitch");
		return EXIT_FAILED;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? EXIT_OK : EXIT_FAILED;
}

static enum exit_code upgrade(struct ctl *ctl, int argc, char **args)
{
	return sqitch(ctl, (const char *const[]){"deploy", "--verify", NULL});
}

static enum exit_code show_status(struct ctl *ctl, int argc, char **args)
{
	return sqitch(ctl, (const char *const[]){"status", NULL});
}

const struct command schema_commands[] = {
        {.words = "schema upgrade",
         .usage = "",
         .help = N_("bring the database's schema up to date"),
         .run = upgrade},
        {.words = "schema status",
         .usage = "",
         .help = N_("show which version of the schema the database has"),
         .run = show_status},
        {0},
};
