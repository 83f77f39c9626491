/* Encodes headers and bodies for mail. */
#include "syncd/mail/mime.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	WORD = 42,  /* bytes in one encoded word: 56 characters, with its frame 68 of the 75 */
	LINE = 57,  /* bytes in a line of base64: 76 characters */
	PLAIN = 60, /* bytes of ASCII that need no folding behind a name */
};

static void add_base64(struct buf *mail, const char *s, size_t len)
{
	unsigned char out[4 * ((LINE + 2) / 3) + 1];

	EVP_EncodeBlock(out, (const unsigned char *)s, (int)len);
	buf_adds(mail, (const char *)out);
}

static bool is_plain(const char *s)
{
	size_t len = strlen(s);

	for (size_t i = 0; i < len; i++)
		if (s[i] < ' ' || s[i] > '~')
			return false;
	return len <= PLAIN && !strstr(s, "=?");
}

/* As many bytes as fit into a word without cutting a character. */
static size_t word(const char *s, size_t len)
{
	size_t n = len < WORD ? len : WORD;

	while (n < len && n > 1 && ((unsigned char)s[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static void add_words(struct buf *mail, const char *s)
{
	size_t len = strlen(s), n;

	for (; len; s += n, len -= n) {
		n = word(s, len);
		buf_adds(mail, "=?UTF-8?B?");
		add_base64(mail, s, n);
		buf_adds(mail, n < len ? "?=\r\n " : "?=");
	}
}

/* A phrase before an address may be neither a number of words nor have signs in it. */
static bool is_phrase(const char *s)
{
	return s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ")] ==
	       '\0';
}

static void add_value(struct buf *mail, const char *value, bool phrase)
{
	char *visible = text_visible(value, strlen(value), TEXT_ONE_LINE);

	if (is_plain(visible) && (!phrase || is_phrase(visible)))
		buf_adds(mail, visible);
	else
		add_words(mail, visible);
	free(visible);
}

void mime_text(struct buf *mail, const char *name, const char *value)
{
	buf_addf(mail, "%s: ", name);
	add_value(mail, value, false);
	buf_adds(mail, "\r\n");
}

void mime_mailbox(struct buf *mail, const char *name, const char *value, const char *address)
{
	buf_addf(mail, "%s: ", name);
	add_value(mail, value, true);
	buf_addf(mail, "\r\n <%s>\r\n", address);
}

/* In English whatever the locale is. */
void mime_date(struct buf *mail, int64_t at)
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)at;
	struct tm tm;

	gmtime_r(&seconds, &tm);
	buf_addf(mail, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
	         months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static char *with_crlf(const char *text)
{
	char *visible = text_visible(text, strlen(text), TEXT_KEEP_LINES);
	struct buf out = {0};

	for (const char *s = visible; *s; s++) {
		if (*s == '\n')
			buf_addc(&out, '\r');
		buf_addc(&out, *s);
	}
	free(visible);
	return buf_steal(&out);
}

/* The headers and the body of a part that is a text. */
static void add_text(struct buf *mail, const char *text)
{
	char *body = with_crlf(text);
	size_t len = strlen(body);

	buf_adds(mail, "Content-Type: text/plain; charset=utf-8\r\n"
	               "Content-Transfer-Encoding: base64\r\n\r\n");
	for (size_t at = 0; at < len; at += LINE) {
		add_base64(mail, body + at, len - at < LINE ? len - at : LINE);
		buf_adds(mail, "\r\n");
	}
	free(body);
}

void mime_body(struct buf *mail, const char *text)
{
	buf_adds(mail, "MIME-Version: 1.0\r\n");
	add_text(mail, text);
}

void mime_body_with_file(struct buf *mail, const char *text, const struct mime_file *file,
                         const char *boundary)
{
	buf_addf(mail,
	         "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_%s\"\r\n\r\n"
	         "--=_%s\r\n",
	         boundary, boundary);
	add_text(mail, text);
	buf_addf(mail,
	         "--=_%s\r\nContent-Type: %s; name=\"%s\"\r\n"
	         "Content-Disposition: attachment; filename=\"%s\"\r\n"
	         "Content-Transfer-Encoding: base64\r\n\r\n",
	         boundary, file->type, file->name, file->name);
	for (const char *line = file->base64; *line; line += strspn(line, "\r\n")) {
		size_t len = strcspn(line, "\r\n");

		buf_add(mail, line, len);
		buf_adds(mail, "\r\n");
		line += len;
	}
	buf_addf(mail, "--=_%s--\r\n", boundary);
}
