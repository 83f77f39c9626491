/* Starts varta-document and speaks with it, never waiting. */
#include "syncd/document/helper.h"

#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A byte that says what it is, and the length. */
enum { ANSWER_HEAD = 5, ANSWER_MAX = 16 * 1024 * 1024 };

struct document_helper {
	pid_t pid;
	int fd;
	struct buf question, answer;
	size_t sent;
	bool asked;
};

/* The first of both that is there; NULL: neither is. */
static char *find_program(void)
{
	static const char *const places[] = {"/../libexec/varta/varta-document",
	                                     "/../document/varta-document"};
	char own[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);

	if (len <= 0)
		return NULL;
	own[len] = '\0';
	*strrchr(own, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char *program = xasprintf("%s%s", own, places[i]);

		if (access(program, X_OK) == 0)
			return program;
		free(program);
	}
	return NULL;
}

/* Nothing of the daemon's is open in it but the log. */
static void run(const char *program, int fd)
{
	static char locale[] = "LC_ALL=C.UTF-8";
	char *const environment[] = {locale, NULL};

	dup2(fd, STDIN_FILENO);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	close_range(STDERR_FILENO + 1, ~0U, 0);
	execle(program, program, (char *)NULL, environment);
	_exit(127);
}

struct document_helper *document_helper_start(void)
{
	char *program = find_program();
	int ends[2] = {-1, -1};
	pid_t pid = -1;
	struct document_helper *helper;

	if (program && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0)
		pid = fork();
	if (pid == 0)
		run(program, ends[1]);
	free(program);
	if (ends[1] >= 0)
		close(ends[1]);
	if (pid < 0) {
		log_warn("varta-document does not start: no PDFs are made");
		if (ends[0] >= 0)
			close(ends[0]);
		return NULL;
	}
	helper = xcalloc(1, sizeof(*helper));
	*helper = (struct document_helper){.pid = pid, .fd = ends[0]};
	fcntl(helper->fd, F_SETFL, O_NONBLOCK);
	return helper;
}

void document_helper_free(struct document_helper *helper)
{
	if (!helper)
		return;
	close(helper->fd);
	waitpid(helper->pid, NULL, 0);
	buf_release(&helper->question);
	buf_release(&helper->answer);
	free(helper);
}

int document_helper_fd(const struct document_helper *helper)
{
	return helper->fd;
}

short document_helper_events(const struct document_helper *helper)
{
	if (!helper->asked)
		return 0;
	return helper->sent < helper->question.len ? POLLOUT : POLLIN;
}

void document_helper_ask(struct document_helper *helper, const char *json, const struct buf *photos)
{
	size_t json_len = strlen(json) + (photos->len > 0); /* its end divides it from photos */
	uint32_t len = htole32((uint32_t)(json_len + photos->len));

	buf_clear(&helper->question);
	buf_add(&helper->question, &len, sizeof(len));
	buf_add(&helper->question, json, json_len);
	if (photos->len)
		buf_add(&helper->question, photos->data, photos->len);
	helper->sent = 0;
	helper->asked = true;
}

/* False where the other end has gone. */
static bool send_rest(struct document_helper *helper)
{
	while (helper->sent < helper->question.len) {
		ssize_t n = send(helper->fd, helper->question.data + helper->sent,
		                 helper->question.len - helper->sent, MSG_NOSIGNAL);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		helper->sent += (size_t)n;
	}
	return true;
}

static bool receive(struct document_helper *helper)
{
	char piece[65536];
	ssize_t n;

	while ((n = recv(helper->fd, piece, sizeof(piece), 0)) > 0)
		buf_add(&helper->answer, piece, (size_t)n);
	return n < 0 && (errno == EAGAIN || errno == EINTR) &&
	       helper->answer.len <= ANSWER_HEAD + ANSWER_MAX;
}

static uint32_t answer_length(const struct document_helper *helper)
{
	uint32_t len;

	memcpy(&len, helper->answer.data + 1, sizeof(len));
	return le32toh(len);
}

enum document_result document_helper_step(struct document_helper *helper, struct buf *out)
{
	bool there;
	char kind;

	if (!helper->asked)
		return DOCUMENT_WAITING;
	there = send_rest(helper) && receive(helper);
	if (helper->answer.len < ANSWER_HEAD ||
	    helper->answer.len < ANSWER_HEAD + answer_length(helper))
		return there ? DOCUMENT_WAITING : DOCUMENT_GONE;
	kind = *helper->answer.data;
	buf_add(out, helper->answer.data + ANSWER_HEAD, answer_length(helper));
	buf_clear(&helper->answer);
	helper->asked = false;
	return kind == 'P' ? DOCUMENT_MADE : DOCUMENT_FAILED;
}
