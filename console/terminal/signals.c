/* Writes each signal to a pipe, and stops the program on Ctrl-Z. */
#include "console/terminal/signals.h"

#include "lib/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int caught[] = {SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
enum { CAUGHT = sizeof(caught) / sizeof(*caught) };

static int ends[2] = {-1, -1};
static volatile sig_atomic_t ending;

static void remember(int signal)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signal;

	if (signal == SIGHUP || signal == SIGTERM || signal == SIGQUIT)
		ending = 1;
	if (write(ends[1], &byte, 1) < 0)
		errno = saved; /* a full pipe holds the same signal already */
	errno = saved;
}

static void handle(int signal, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};

	sigemptyset(&action.sa_mask);
	sigaction(signal, &action, NULL);
}

int signals_open(void)
{
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		fatal("cannot make a pipe");
	for (size_t i = 0; i < CAUGHT; i++)
		handle(caught[i], remember);
	handle(SIGPIPE, SIG_IGN);
	return ends[0];
}

int signals_next(void)
{
	unsigned char byte;

	return read(ends[0], &byte, 1) == 1 ? byte : 0;
}

bool signals_ending(void)
{
	return ending != 0;
}

void signals_stop(void)
{
	handle(SIGTSTP, SIG_DFL);
	raise(SIGTSTP);
	handle(SIGTSTP, remember);
}

void signals_default(void)
{
	for (size_t i = 0; i < CAUGHT; i++)
		handle(caught[i], SIG_DFL);
	handle(SIGPIPE, SIG_DFL);
}
