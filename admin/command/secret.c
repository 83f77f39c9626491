/* Passwords and keys. They are random, or come from standard input, never from an argument, stay in
 * this process, and are wiped when they are done with. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"

#include <openssl/evp.h>
#include <sys/random.h>
#include <unistd.h>

enum { KEY_BYTES = 32, KEY_SIZE = 45 };

void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

/* One line from standard input, byte by byte, so that what follows it is left there. */
char *secret_from_stdin(size_t max)
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

/* Random bytes below the largest multiple of the letters' number, so that none is likelier. */
static char random_letter(void)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	enum { LETTERS = sizeof(letters) - 1 };
	unsigned char byte;

	do {
		if (getrandom(&byte, 1, 0) != 1)
			fatal("%s", _("cannot get random bytes"));
	} while (byte >= 256 / LETTERS * LETTERS);
	return letters[byte % LETTERS];
}

char *secret_new_password(void)
{
	enum { GROUPS = 4, GROUP = 5 };
	char *password = xcalloc((size_t)GROUPS * (GROUP + 1), 1);

	for (int i = 0; i < GROUPS * (GROUP + 1) - 1; i++)
		password[i] = (char)(i % (GROUP + 1) == GROUP ? '-' : random_letter());
	return password;
}

enum exit_code secret_show(const char *intro, const char *secret, const char *lost)
{
	log_info("%s", intro);
	if (puts(secret) >= 0 && fflush(stdout) == 0)
		return EXIT_OK;
	log_warn("%s", lost);
	return EXIT_FAILED;
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
