/* Checks the settings about mail and reads the secrets. */
#include "lib/base/xmalloc.h"
#include "syncd/core/credentials.h"
#include "syncd/mail/mailer.h"
#include "syncd/mail/signed_link.h"
#include "syncd/mail/smtp.h"

#include <string.h>

/* Before '+' and a token there is room for so many bytes in the 64 of a local part. */
enum { LOCAL_MAX = 64 - LINK_DIGITS - 1 };

static const char *judge_settings(const struct settings *s)
{
	if (strncmp(s->mail_server, "smtp://", 7) != 0 &&
	    strncmp(s->mail_server, "smtps://", 8) != 0)
		return "syncd.mail_server: smtp:// or smtps:// is expected";
	if (strpbrk(s->mail_server, "@?#"))
		return "syncd.mail_server: no user and no password stand in it";
	if (!s->mail_from || !smtp_is_address(s->mail_from))
		return "syncd.mail_from: an e-mail address is expected";
	if (s->mail_bounces &&
	    (!smtp_is_address(s->mail_bounces) || strcspn(s->mail_bounces, "@") > LOCAL_MAX))
		return "syncd.mail_bounces: an e-mail address is expected, with 15 characters "
		       "before "
		       "the @ at most";
	if (s->mail_user && !s->mail_tls && strncmp(s->mail_server, "smtps:", 6) != 0)
		return "syncd.mail_user: a password does not leave without TLS";
	return NULL;
}

static const char *judge_secrets(const struct settings *s, const struct credentials *secrets)
{
	const char *links = credentials_find(secrets, "links");

	if (!links || strlen(links) < LINK_KEY_MIN)
		return "syncd.mail_secrets_file: 'links' is expected, the key that signs links, of "
		       "32 "
		       "characters at least";
	if (s->mail_user && !credentials_find(secrets, "password"))
		return "syncd.mail_secrets_file: 'password' is expected";
	return NULL;
}

char *mailer_check(const struct settings *s, struct credentials **secrets)
{
	const char *wrong;
	char *why;

	*secrets = NULL;
	if (!s->mail_server)
		return NULL;
	wrong = judge_settings(s);
	if (wrong)
		return xstrdup(wrong);
	why = credentials_read(s->mail_secrets_file, secrets);
	if (why)
		return why;
	wrong = judge_secrets(s, *secrets);
	if (!wrong)
		return NULL;
	credentials_free(*secrets);
	*secrets = NULL;
	return xstrdup(wrong);
}
