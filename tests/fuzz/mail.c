/* Mails as they are written: what residents and operators wrote becomes no header, no command and
 * no end of the mail, and every line has a length that mail servers take. What a mail server
 * answers is judged, whatever it is.
 *
 * uses: syncd/mail/mail_text.c syncd/mail/mime.c syncd/mail/signed_link.c syncd/mail/smtp.c
 * syncd/core/http_client.c
 */
#include "syncd/mail/mail_text.h"

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/mail/smtp.h"
#include "tests/fuzz/fuzz.h"

#include <ctype.h>

enum { WORDS = 8, LINE_MAX_BYTES = 998 };

static const struct mail_text_sender sender = {"varta@example.org", "https://varta.example.org",
                                               "0123456789abcdef0123456789abcdef"};

static const char *const kinds[] = {"confirm", "notice", "news"};

/* The headers of a mail in their order, each once; a line that continues one begins with a blank.
 */
static void check_head(const char *mail, const char *end)
{
	static const char *const names[] = {"From",
	                                    "To",
	                                    "Subject",
	                                    "Date",
	                                    "Message-ID",
	                                    "Auto-Submitted",
	                                    "Content-Language",
	                                    "List-Unsubscribe",
	                                    "List-Unsubscribe-Post",
	                                    "MIME-Version",
	                                    "Content-Type",
	                                    "Content-Transfer-Encoding"};
	size_t next = 0;

	for (const char *s = mail; s < end; s = strstr(s, "\r\n") + 2) {
		size_t len = strcspn(s, ":");

		if (*s == ' ')
			continue;
		while (next < 12 && (strlen(names[next]) != len || memcmp(s, names[next], len)))
			next++;
		MUST(next++ < 12);
	}
}

static void check_body(const char *s)
{
	for (; *s; s++)
		MUST(isalnum((unsigned char)*s) || strchr("+/=\r\n", *s));
}

static void check_mail(const char *mail)
{
	const char *body = strstr(mail, "\r\n\r\n"), *line, *end;

	MUST(body);
	for (const char *s = mail; *s; s++) {
		MUST((*s >= ' ' && *s <= '~') || *s == '\r' || *s == '\n');
		MUST((*s == '\r') == (s[1] == '\n'));
	}
	for (line = mail; *line; line = end + 2) {
		end = strstr(line, "\r\n");
		MUST(end && end - line <= LINE_MAX_BYTES);
	}
	check_head(mail, body + 2);
	check_body(body + 4);
}

/* The input as so many texts without NUL; the last ones are empty where it has fewer lines. The
 * database gives valid UTF-8 alone. */
static void split(char *s, const char *words[WORDS])
{
	for (int i = 0; i < WORDS; i++) {
		char *end = strchr(s, '\v');

		words[i] = s;
		s = end ? end + 1 : s + strlen(s);
		if (end)
			*end = '\0';
	}
}

static void check_written(const char *kind, const char *const words[WORDS])
{
	struct mail_text_facts facts = {.mail = 7,
	                                .subscription = 8,
	                                .kind = kind,
	                                .email = smtp_is_address(words[0]) ? words[0] : "a@b.ua",
	                                .lang = "uk",
	                                .city = words[1],
	                                .request = "1234",
	                                .title = *words[2] ? words[2] : NULL,
	                                .status = words[3],
	                                .text = words[4],
	                                .subject = words[5],
	                                .officer = words[6],
	                                .beat = *words[7] ? words[7] : NULL};
	char *mail;

	if (strcmp(kind, "news") == 0)
		facts.request = NULL;
	mail = mail_text_write(&facts, &sender, 1795382624);
	check_mail(mail);
	free(mail);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = xstrndup((const char *)data, size);
	const char *words[WORDS];

	smtp_judge(550, s);
	smtp_judge(size ? 400 + *data : 0, s);
	if (utf8_valid(s, strlen(s), NULL)) {
		split(s, words);
		for (size_t i = 0; i < 3; i++)
			check_written(kinds[i], words);
	}
	free(s);
	return 0;
}
