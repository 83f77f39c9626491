/* Runs programs in the terminal or beside it, and looks for them in PATH. */
#include "console/terminal/child.h"

#include "console/terminal/signals.h"
#include "console/terminal/term.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_shell(const char *script, const char *first, const char *second)
{
	signals_default();
	setenv("LESSSECURE", "1", 1);
	execl("/bin/sh", "sh", "-c", script, "varta", first, second, (char *)NULL);
	_exit(127);
}

int child_run(const char *script, const char *first, const char *second)
{
	int status = -1;
	pid_t child;

	term_pause();
	child = fork();
	if (child == 0)
		run_shell(script, first, second);
	while (child > 0 && waitpid(child, &status, 0) < 0) {
		if (errno != EINTR || signals_ending()) {
			status = -1;
			break;
		}
	}
	term_resume();
	return status;
}

/* The child of a child: it is nobody's to be waited for. */
static void run_apart(const char *script, const char *first)
{
	int nothing = open("/dev/null", O_RDWR);
	pid_t child;

	setsid();
	for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(nothing, fd);
	child = fork();
	if (child == 0)
		run_shell(script, first, NULL);
	_exit(child < 0);
}

bool child_start(const char *script, const char *first)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0)
		run_apart(script, first);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool child_exists(const char *name)
{
	const char *path = getenv("PATH");
	bool found = false;

	for (const char *p = path ? path : "/usr/bin:/bin"; *p && !found;) {
		size_t len = strcspn(p, ":");
		char *file = xasprintf("%.*s/%s", (int)len, p, name);
		found = access(file, X_OK) == 0;
		free(file);
		p += len + (p[len] == ':');
	}
	return found;
}
