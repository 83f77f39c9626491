/* Passwords and keys. They come from the terminal or standard input, never from an argument, stay
 * in this process, and are wiped when they are done with. */
#include "admin/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <openssl/evp.h>
#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 512, KEY_BYTES = 32, KEY_SIZE = 45 };

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

/* One line from standard input, byte by byte, so that what follows it is left there. */
static char *read_line(size_t max)
{
	char *line = xcalloc(max + 2, 1);
	size_t len = 0;
	char c;
	ssize_t got;

	while ((got = read(STDIN_FILENO, &c, 1)) == 1 && c != '\n' && len <= max)
		line[len++] = c;
	if (got == 1 && c != '\n') {
		log_warnx(_("the first line of standard input is longer than %zu bytes"), max);
	} else if (got < 0) {
		log_warn("%s", _("cannot read standard input"));
	} else if (got == 0 && len == 0) {
		log_warnx("%s", _("standard input is empty"));
	} else {
		if (len > 0 && line[len - 1] == '\r')
			line[--len] = '\0';
		return line;
	}
	secret_free(line);
	return NULL;
}

char *secret_from_stdin(size_t max)
{
	return read_line(max);
}

/* Waits for a line, or for one of the blocked signals, which arrives nowhere else. */
static bool wait_for_line(const sigset_t *unblocked)
{
	struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};

	while (!caught && ppoll(&terminal, 1, NULL, unblocked) < 0 && errno == EINTR)
		continue;
	return !caught;
}

static char *ask_quietly(const char *prompt, const struct termios *old)
{
	static const int signals[3] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction sa = {.sa_handler = on_signal}, before[3];
	struct termios quiet = *old;
	sigset_t blocked, unblocked;
	char *line = NULL;

	sigemptyset(&blocked);
	for (int i = 0; i < 3; i++) {
		sigaddset(&blocked, signals[i]);
		sigaction(signals[i], &sa, &before[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, &unblocked);
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
	quiet.c_lflag |= ECHONL;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fputs(prompt, stderr);
	if (wait_for_line(&unblocked))
		line = read_line(PASSWORD_MAX);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, old);
	for (int i = 0; i < 3; i++)
		sigaction(signals[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &unblocked, NULL);
	return line;
}

static char *ask(const char *prompt)
{
	struct termios old;
	char *line;

	if (tcgetattr(STDIN_FILENO, &old) != 0) {
		log_warn("%s", _("cannot turn the terminal's echo off"));
		return NULL;
	}
	line = ask_quietly(prompt, &old);
	if (caught)
		raise(caught);
	return line;
}

/* What is wrong with a password, or NULL. */
static const char *weakness(const char *password, const char *login)
{
	size_t len = strlen(password), characters = 0;

	if (!utf8_valid(password, len, NULL))
		return _("the password is not valid UTF-8");
	for (size_t at = 0; at < len; characters++) {
		uint32_t cp;
		at += utf8_decode(password + at, len - at, &cp);
	}
	if (characters < PASSWORD_MIN)
		return _("the password is too short: at least 10 characters are needed");
	if (strspn(password, (char[]){password[0], '\0'}) == len)
		return _("the password is one character repeated");
	if (strcasestr(password, login))
		return _("the password contains the login name");
	return NULL;
}

char *secret_new_password(const char *login)
{
	bool terminal = isatty(STDIN_FILENO) == 1;
	char *password = terminal ? ask(_("New password: ")) : read_line(PASSWORD_MAX);
	const char *wrong = password ? weakness(password, login) : NULL;

	if (password && !wrong && terminal) {
		char *again = ask(_("The same again: "));
		if (!again || strcmp(password, again) != 0)
			wrong = _("the two passwords differ");
		secret_free(again);
	}
	if (wrong) {
		log_warnx("%s", wrong);
		secret_free(password);
		return NULL;
	}
	return password;
}

char *secret_random_key(void)
{
	unsigned char random[KEY_BYTES];
	char *key = xcalloc(KEY_SIZE + 4, 1);

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		fatal("%s", _("cannot get random bytes"));
	EVP_EncodeBlock((unsigned char *)key, random, sizeof(random));
	explicit_bzero(random, sizeof(random));
	for (char *c = key; *c; c++)
		*c = (char)(*c == '+' ? '-' : *c == '/' ? '_' : *c == '=' ? '\0' : *c);
	return key;
}

char *secret_digest(const char *s)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	size_t len;
	char *hex;

	if (EVP_Digest(s, strlen(s), digest, &size, EVP_sha256(), NULL) != 1)
		fatalx("%s", _("cannot compute a SHA-256"));
	len = size;
	hex = xcalloc(2 * len + 3, 1);
	hex[0] = '\\';
	hex[1] = 'x';
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 + 2 * i, 3, "%02x", digest[i]);
	return hex;
}
