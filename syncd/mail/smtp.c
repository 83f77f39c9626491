/* Hands a mail to the server with libcurl, and judges what it said. */
#include "syncd/mail/smtp.h"

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "syncd/core/http_client.h"

#include <stdlib.h>
#include <string.h>

struct mail_transfer {
	char *message;
	size_t len, at;
	struct curl_slist *to;
	char said[160];  /* the server's last line that was no consent */
	char taken[160]; /* its consent to the whole mail */
	smtp_done *done;
	void *arg;
};

static size_t give(char *out, size_t size, size_t n, void *arg)
{
	struct mail_transfer *sending = arg;
	size_t left = sending->len - sending->at;

	n = size * n < left ? size * n : left;
	memcpy(out, sending->message + sending->at, n);
	sending->at += n;
	return n;
}

static void keep_line(char out[160], const char *line, size_t n)
{
	size_t len = n < 159 ? n : 159;

	memcpy(out, line, len);
	out[len] = '\0';
}

static size_t take_line(char *line, size_t size, size_t n, void *arg)
{
	struct mail_transfer *sending = arg;

	if (n > 3 && (*line == '4' || *line == '5'))
		keep_line(sending->said, line, n);
	else if (n > 3 && strncmp(line, "250", 3) == 0 && sending->at == sending->len)
		keep_line(sending->taken, line, n);
	return n;
}

/* '550 5.7.1 …': the class, subject and detail of RFC 3463, where the server gives them. A server
 * that does not want to relay says 550, too: that is no fault of the address. */
enum smtp_result smtp_judge(long code, const char *line)
{
	const char *enhanced =
	        strlen(line) > 4 && strncmp(line + 4, "5.", 2) == 0 ? line + 4 : NULL;

	if (code < 500 || code > 599)
		return SMTP_AGAIN;
	if (enhanced)
		return strncmp(enhanced, "5.1.", 4) == 0 ? SMTP_NOBODY : SMTP_REFUSED;
	if ((code == 550 || code == 551 || code == 553) && !strcasestr(line, "relay") &&
	    !strcasestr(line, "denied"))
		return SMTP_NOBODY;
	return SMTP_REFUSED;
}

/* libcurl tells by its words alone at which command the server refused. */
static enum smtp_result judge(const struct mail_transfer *sending,
                              const struct http_response *answer)
{
	if (!answer->failure)
		return SMTP_SENT;
	if (strncmp(answer->failure, "RCPT failed", 11) == 0)
		return smtp_judge(strtol(sending->said, NULL, 10), sending->said);
	if (sending->at == sending->len && sending->said[0] == '5')
		return SMTP_REFUSED;
	return SMTP_AGAIN;
}

static void on_end(void *arg, const struct http_response *answer)
{
	struct mail_transfer *sending = arg;
	enum smtp_result result = judge(sending, answer);
	const char *line = result == SMTP_SENT ? sending->taken : sending->said;
	size_t len = strcspn(line, "\r\n");
	char *said = text_visible(line, len, TEXT_ONE_LINE);
	char *why = xasprintf("%s%s%s", answer->failure ? answer->failure : "",
	                      answer->failure && len ? ": " : "", said);

	if (!answer->abandoned)
		sending->done(sending->arg, result, why);
	free(why);
	free(said);
	curl_slist_free_all(sending->to);
	free(sending->message);
	free(sending);
}

static void set_server(CURL *easy, const struct smtp_server *server)
{
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_URL, server->url);
	curl_easy_setopt(easy, CURLOPT_USE_SSL,
	                 (long)(server->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (server->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, server->ca_file);
	if (server->user) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, server->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD, server->password);
	}
}

static void set_mail(CURL *easy, struct mail_transfer *sending, const char *from)
{
	char *sender = xasprintf("<%s>", from);

	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, sender);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, sending->to);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(easy, CURLOPT_READDATA, sending);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, sending);
	free(sender);
}

void smtp_send(struct http_client *client, const struct smtp_server *server, const char *from,
               const char *to, const char *message, smtp_done *done, void *arg)
{
	struct mail_transfer *sending = xcalloc(1, sizeof(*sending));
	char *recipient = xasprintf("<%s>", to);
	CURL *easy = curl_easy_init();

	sending->message = xstrdup(message);
	sending->len = strlen(message);
	sending->to = curl_slist_append(NULL, recipient);
	sending->done = done;
	sending->arg = arg;
	if (!easy || !sending->to)
		fatalx("out of memory");
	free(recipient);
	set_server(easy, server);
	set_mail(easy, sending, from);
	http_client_run(client, easy, server->timeout, on_end, sending);
}

bool smtp_is_address(const char *s)
{
	const char *at = strchr(s, '@');

	for (const char *c = s; *c; c++)
		if (*c <= ' ' || *c > '~' || strchr("<>()[]\\,;:\"", *c))
			return false;
	return at && at > s && at[1] && !strchr(at + 1, '@') && strlen(s) <= 254;
}
