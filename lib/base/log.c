/* The log: one harmless line for each message, to standard error, the journal or a file; and the
 * ways in which a program ends early. */
#include "lib/base/log.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syslog.h>
#include <time.h>
#include <unistd.h>

enum { LINE_SIZE = 4096 }; /* on the stack: 'out of memory' must be sayable */

static const char *program;
static bool debugging;
static bool journal;
static int file = -1;
static void (*give_back)(void);

/* Whether standard error is the journal's socket and not something it was redirected to, see
 * systemd.exec(5), JOURNAL_STREAM. */
static bool stderr_is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char mine[64];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st) != 0)
		return false;
	snprintf(mine, sizeof(mine), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(stream, mine) == 0;
}

static void out_of_memory(void)
{
	fatalx("out of memory");
}

void log_init(const char *name, bool debug)
{
	xmalloc_on_failure(out_of_memory);
	program = name;
	debugging = debug;
	journal = stderr_is_journal();
}

int log_open(const char *path)
{
	int fd = -1;

	if (path) {
		fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
		if (fd == -1)
			return -1;
	}
	if (file != -1)
		close(file);
	file = fd;
	return 0;
}

void log_on_fatal(void (*cleanup)(void))
{
	give_back = cleanup;
}

/* One message is one line, and no control character, C1 included, gets through. */
static void make_harmless(char *s)
{
	for (unsigned char *p = (unsigned char *)s; *p != '\0'; p++) {
		if (*p < 0x20 || *p == 0x7f)
			*p = ' ';
		else if (*p == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f)
			p[0] = p[1] = '?';
	}
}

static void prefix(char *line, size_t size, int priority)
{
	const char *name = program ? program : program_invocation_short_name;
	char now[WHEN_W3C_SIZE];

	if (file != -1) {
		when_w3c(time(NULL), now);
		snprintf(line, size, "%s %s: ", now, name);
	} else if (journal) {
		snprintf(line, size, "<%d>", priority);
	} else {
		snprintf(line, size, "%s: ", name);
	}
}

__attribute__((format(printf, 3, 0))) static void write_line(int priority, int error,
                                                             const char *fmt, va_list ap)
{
	char line[LINE_SIZE];
	size_t len;

	prefix(line, sizeof(line), priority);
	len = strlen(line);
	vsnprintf(line + len, sizeof(line) - len - 1, fmt, ap);
	len = strlen(line);
	if (error != 0)
		snprintf(line + len, sizeof(line) - len - 1, ": %s", strerror(error));
	make_harmless(line);
	len = strlen(line);
	line[len++] = '\n';
	/* a log that cannot be written has nobody to tell it to */
	if (write(file != -1 ? file : STDERR_FILENO, line, len) == -1)
		return;
}

#define WRITE(priority, error)                                                                     \
	do {                                                                                       \
		int saved = errno;                                                                 \
		va_list ap;                                                                        \
		va_start(ap, fmt);                                                                 \
		write_line(priority, error, fmt, ap);                                              \
		va_end(ap);                                                                        \
		errno = saved;                                                                     \
	} while (0)

void log_warn(const char *fmt, ...)
{
	WRITE(LOG_WARNING, saved);
}

void log_warnx(const char *fmt, ...)
{
	WRITE(LOG_WARNING, 0);
}

void log_info(const char *fmt, ...)
{
	WRITE(LOG_INFO, 0);
}

void log_debug(const char *fmt, ...)
{
	if (debugging)
		WRITE(LOG_DEBUG, 0);
}

/* Takes the hook away first: what it calls may be fatal, too. */
static void terminal_back(void)
{
	void (*cleanup)(void) = give_back;

	give_back = NULL;
	if (cleanup)
		cleanup();
}

void fatal(const char *fmt, ...)
{
	int error = errno;

	terminal_back();
	WRITE(LOG_ERR, error);
	exit(1);
}

void fatalx(const char *fmt, ...)
{
	terminal_back();
	WRITE(LOG_ERR, 0);
	exit(1);
}
