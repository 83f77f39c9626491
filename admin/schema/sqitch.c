/* Runs sqitch, and ends it where the database falls silent. */
#include "admin/schema/schema.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { QUIET = 2000 }; /* ms without a word of sqitch, until the database is asked for a sign */

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

/* Ends a process and those that it has begun: sqitch leaves its psql alone. */
static void end_family(pid_t pid)
{
	char *path = xasprintf("/proc/%d/task/%d/children", pid, pid);
	FILE *children = fopen(path, "re");
	pid_t child;

	while (children && fscanf(children, "%d", &child) == 1)
		end_family(child);
	if (children)
		fclose(children);
	free(path);
	kill(pid, SIGKILL);
}

/* Whether the database is there: for neither sqitch nor psql ends where it falls silent. */
static bool is_there(struct ctl *ctl)
{
	PGresult *res = ctl_exec(ctl, "select", 0, NULL);

	PQclear(res);
	return res != NULL;
}

/* Adds what comes to b, up to its end; false where the database fell silent meanwhile. */
static bool listen_to(struct ctl *ctl, int fd, struct buf *b)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char chunk[4096];
	ssize_t got = 1;

	while (got > 0 || errno == EINTR) {
		int ready = poll(&p, 1, QUIET);

		if (ready == 0 && !is_there(ctl))
			return false;
		if (ready <= 0)
			continue;
		got = read(fd, chunk, sizeof(chunk));
		if (got > 0)
			buf_add(b, chunk, (size_t)got);
		else if (got == 0)
			break;
	}
	return true;
}

bool sqitch_run(struct ctl *ctl, const char *const command[], struct buf *b)
{
	bool heard;
	pid_t pid;
	int status, fd;

	export_connection(ctl->conn);
	fflush(stdout);
	fd = start(command, &pid);
	if (fd < 0)
		return false;
	heard = listen_to(ctl, fd, b);
	if (!heard) {
		end_family(pid);
		log_warnx(_("sqitch was ended; whether the migration that it had begun was "
		            "deployed is not known: upgrade again when the database is back"));
	}
	close(fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return heard && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
