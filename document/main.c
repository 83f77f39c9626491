/* varta-document: makes a PDF of each question that comes over its standard input, a socket, and
 * answers there; ends with it. A question is four bytes of length, the lowest first, and JSON,
 * behind which photos may follow (question.h); an answer a byte, 'P' with a PDF or 'E' with the
 * reason for none, four bytes of length, and it. Each document is made by a process of its own, of
 * which nothing is left but what it wrote. */
#include "document/confine.h"
#include "document/document.h"
#include "document/fonts.h"
#include "document/question.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/program/coredump.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { QUESTION_MAX = 24 * 1024 * 1024 };

static bool read_all(char *data, size_t len)
{
	while (len) {
		ssize_t n = read(STDIN_FILENO, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Ends the process. */
static void make(int result, const char *data, size_t len, PangoFontMap *fonts)
{
	struct question question;
	struct buf pdf = {0};

	signal(SIGXFSZ, SIG_DFL);
	close(STDIN_FILENO);
	if (!confine_limit() || !question_read(data, len, &question) ||
	    !document_write(&question, fonts, &pdf))
		_exit(1);
	_exit(write_all(result, pdf.data, pdf.len) ? 0 : 1);
}

static bool answer(char kind, const struct buf *words)
{
	uint32_t len = htole32((uint32_t)words->len);

	return write_all(STDIN_FILENO, &kind, 1) &&
	       write_all(STDIN_FILENO, (const char *)&len, sizeof(len)) &&
	       write_all(STDIN_FILENO, words->data, words->len);
}

/* Why the process that was to make it left nothing. */
static void explain(int status, struct buf *out)
{
	if (status < 0)
		buf_adds(out, "no process could be begun for it");
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		buf_addf(out, "it took longer than %d s", CONFINE_WALL);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		buf_addf(out, "it took more than %d s of processor time", CONFINE_CPU);
	else if (WIFSIGNALED(status))
		buf_addf(out, "its process was ended by signal %d", WTERMSIG(status));
	else
		buf_adds(out, "it is no question, or there was no room for its PDF");
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

/* False where nobody hears the answer. */
static bool serve(const char *data, size_t len, PangoFontMap *fonts)
{
	struct buf words = {0};
	int status = -1, result = memfd_create("document", MFD_CLOEXEC);
	pid_t pid = result < 0 ? -1 : fork();
	bool made, ok;

	if (pid == 0)
		make(result, data, len, fonts);
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (status == 0)
		read_result(result, &words);
	if (result >= 0)
		close(result);
	made = words.len > 0;
	if (!made)
		explain(status, &words);
	ok = answer(made ? 'P' : 'E', &words);
	buf_release(&words);
	return ok;
}

/* False at the end. */
static bool next(PangoFontMap *fonts)
{
	uint32_t len;
	char *json;
	bool ok;

	if (!read_all((char *)&len, sizeof(len)) || (len = le32toh(len)) > QUESTION_MAX)
		return false;
	json = xcalloc(1, (size_t)len + 1);
	ok = read_all(json, len) && serve(json, len, fonts);
	free(json);
	return ok;
}

/* The daemon ends it by closing the socket, and not before its last answer. */
static void ignore_signals(void)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGPIPE};
	sigset_t none;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Pango reads the set-up of fontconfig in a thread. A process that begins as a copy of this one
 * while that holds a lock would wait for it for ever. */
static void wait_for_threads(void)
{
	const struct timespec pause = {.tv_nsec = 1000000};
	struct dirent **tasks;
	int n;

	do {
		n = scandir("/proc/self/task", &tasks, NULL, NULL);
		for (int i = 0; i < n; i++)
			free(tasks[i]);
		if (n > 0)
			free(tasks);
	} while (n > 3 && nanosleep(&pause, NULL) == 0);
}

int main(void)
{
	PangoFontMap *fonts;

	log_init("varta-document", false);
	coredump_forbid();
	ignore_signals();
	fonts = fonts_open();
	if (!fonts)
		fatalx("the fonts of the package fonts-dejavu-core are not in '%s'", FONTS_FOLDER);
	wait_for_threads();
	if (!confine_enter(FONTS_FOLDER))
		fatal("the process cannot be closed off");
	while (next(fonts))
		;
	/* not by exit(): a leak checker reads /proc, which is closed off */
	_exit(0);
}
