/* Runs photo_clean() in a process that may do nothing else. */
#include "syncd/photo/photo_worker.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/program/coredump.h"
#include "syncd/photo/photo.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Seconds of processor time, bytes of memory, bytes of a result, bytes of a complaint. */
enum { TIME = 10, MEMORY = 1024 * 1024 * 1024, RESULT = 256 * 1024 * 1024, WORDS = 500 };

static void limit(int what, rlim_t value)
{
	const struct rlimit to = {value, value};

	setrlimit(what, &to);
}

/* The descriptors of the daemon, its connections among them, are none of its business. */
static void give_up_rights(int result)
{
	dup2(result, 0);
	close_range(1, ~0U, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	coredump_forbid();
	limit(RLIMIT_CPU, TIME);
	limit(RLIMIT_FSIZE, RESULT);
	limit(RLIMIT_NOFILE, 0);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, MEMORY);
#endif
}

static bool write_all(int fd, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n <= 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static void run(int result, const void *data, size_t len)
{
	struct buf out = {0};
	char *why;

	signal(SIGXFSZ, SIG_DFL);
	give_up_rights(result);
	why = photo_clean(data, len, &out);
	if (why)
		_exit(write_all(0, why, strlen(why)) ? 1 : 2);
	_exit(write_all(0, out.data, out.len) ? 0 : 2);
}

bool photo_worker_start(struct photo_worker *worker, const void *data, size_t len)
{
	int result = memfd_create("photo", MFD_CLOEXEC);
	pid_t pid = result < 0 ? -1 : fork();

	if (pid < 0) {
		int error = errno;

		if (result >= 0)
			close(result);
		errno = error;
		return false;
	}
	if (pid == 0)
		run(result, data, len);
	*worker = (struct photo_worker){pid, result};
	return true;
}

static void read_result(int fd, struct buf *out)
{
	char piece[65536];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, piece, sizeof(piece), at)) > 0) {
		buf_add(out, piece, (size_t)n);
		at += n;
	}
}

/* It was killed by what it read, or by its limits. */
static char *complaint(int status, struct buf *out)
{
	char *why;

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 1)
		why = xstrdup("the picture could not be read within the limits");
	else
		why = text_visible(out->data ? out->data : "", out->len < WORDS ? out->len : WORDS,
		                   TEXT_ONE_LINE);
	buf_release(out);
	return why;
}

bool photo_worker_end(struct photo_worker *worker, struct buf *out, char **why)
{
	int status;

	if (waitpid(worker->pid, &status, WNOHANG) != worker->pid)
		return false;
	read_result(worker->result, out);
	close(worker->result);
	*worker = (struct photo_worker){0};
	*why = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? NULL : complaint(status, out);
	return true;
}

void photo_worker_stop(struct photo_worker *worker)
{
	if (!worker->pid)
		return;
	kill(worker->pid, SIGKILL);
	waitpid(worker->pid, NULL, 0);
	close(worker->result);
	*worker = (struct photo_worker){0};
}
