/* Mails as bytes: what anybody wrote becomes neither a header nor a command nor the end; links are
 * for one thing and cannot be made by others; what comes back is believed only with our token.
 *
 * uses: syncd/mail/bounce.c syncd/mail/signed_link.c syncd/mail/mime.c syncd/mail/smtp.c
 * syncd/core/http_client.c
 */
#include "syncd/mail/bounce.h"
#include "syncd/mail/mime.h"
#include "syncd/mail/signed_link.h"
#include "syncd/mail/smtp.h"

#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char key[] = "0123456789abcdef0123456789abcdef";

static void check_header(const char *value, const char *line)
{
	struct buf mail = {0};

	mime_text(&mail, "Subject", value);
	assert_string_equal(mail.data, line);
	buf_release(&mail);
}

static void headers(void **state)
{
	check_header("Plain", "Subject: Plain\r\n");
	check_header("Яма", "Subject: =?UTF-8?B?0K/QvNCw?=\r\n");
	check_header("a\r\nBcc: b", "Subject: a Bcc: b\r\n");
	check_header("=?UTF-8?B?eA==?=", "Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\r\n");
	check_header("ЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇЇ",
	             "Subject: =?UTF-8?B?"
	             "0IfQh9CH0IfQh9CH0IfQh9CH0IfQh9CH0IfQh9CH0IfQh9CH0IfQh9CH"
	             "?=\r\n =?UTF-8?B?0Ic=?=\r\n");
}

static void mailbox_and_date(void **state)
{
	struct buf mail = {0};

	mime_mailbox(&mail, "From", "Varta, Kyiv", "a@b.ua");
	mime_mailbox(&mail, "From", "Varta", "a@b.ua");
	mime_date(&mail, 1795382624);
	assert_string_equal(mail.data, "From: =?UTF-8?B?VmFydGEsIEt5aXY=?=\r\n <a@b.ua>\r\n"
	                               "From: Varta\r\n <a@b.ua>\r\n"
	                               "Date: Sun, 22 Nov 2026 21:23:44 +0000\r\n");
	buf_release(&mail);
}

static void body(void **state)
{
	struct buf mail = {0};
	const char *text;

	mime_body(&mail, ".\n\x1b[31m\n");
	text = strstr(mail.data, "\r\n\r\n");
	assert_non_null(text);
	assert_string_equal(text, "\r\n\r\nLg0K4pCbWzMxbQ0K\r\n");
	buf_release(&mail);
}

static void links(void **state)
{
	char token[LINK_SIZE], other[LINK_SIZE];
	int64_t n = 0;

	link_sign(key, LINK_END, 9007199254740991, token);
	assert_int_equal(strlen(token), LINK_DIGITS);
	assert_true(link_read(key, LINK_END, token, &n));
	assert_true(n == 9007199254740991);
	assert_false(link_read(key, LINK_CONFIRM, token, &n));
	assert_false(link_read("another key, which is as long as it", LINK_END, token, &n));
	for (size_t i = 0; i < LINK_DIGITS; i++) {
		memcpy(other, token, sizeof(other));
		other[i] = other[i] == '0' ? '1' : '0';
		assert_false(link_read(key, LINK_END, other, &n));
	}
	token[LINK_DIGITS - 1] = '\0';
	assert_false(link_read(key, LINK_END, token, &n));
	assert_false(link_read(key, LINK_END, "", &n));
}

static void check_bounce(const char *fmt, bool ours, bool final, const char *why)
{
	char token[LINK_SIZE];
	struct buf message = {0};
	struct bounce bounce;

	link_sign(key, LINK_BOUNCE, 77, token);
	for (const char *s = fmt; *s; s++)
		if (*s == '@')
			buf_addf(&message, "Bounces+%s@varta.example.org", token);
		else
			buf_addc(&message, *s);
	assert_int_equal(bounce_read(message.data, message.len, "bounces", key, &bounce), ours);
	assert_int_equal(ours && bounce.final, final);
	if (ours) {
		assert_int_equal(bounce.mail, 77);
		assert_string_equal(bounce.why, why);
	}
	buf_release(&message);
}

static void bounces(void **state)
{
	static const char report[] = "\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n";
	char *with_why = xasprintf("To: @%sDiagnostic-Code: smtp; 550 no\x1b such\r\n", report);
	char *without = xasprintf("To: x%s", report);

	check_bounce(with_why, true, true, "smtp; 550 no␛ such");
	check_bounce(without, false, false, "");
	check_bounce("To: @\n\nAction: failed\nStatus: 4.4.1\n", true, false, "4.4.1");
	check_bounce("To: @\n\nAction: delayed\nStatus: 5.0.0\n", true, false, "5.0.0");
	check_bounce("To: @\n\nI am on holiday. Status: 5.1.1\n", true, false, "");
	check_bounce("To: bounces+zz@\nStatus", true, false, "");
	check_bounce("", false, false, "");
	free(with_why);
	free(without);
}

static void results(void **state)
{
	static const struct {
		long code;
		const char *line;
		enum smtp_result result;
	} cases[] = {
	        {550, "550 5.1.1 no such user", SMTP_NOBODY},
	        {550, "550 Unrouteable address", SMTP_NOBODY},
	        {550, "550 relay not permitted", SMTP_REFUSED},
	        {550, "550 5.7.1 no", SMTP_REFUSED},
	        {552, "552 too much", SMTP_REFUSED},
	        {450, "450 4.2.0 later", SMTP_AGAIN},
	        {0, "", SMTP_AGAIN},
	        {554, "554 Access denied", SMTP_REFUSED},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(smtp_judge(cases[i].code, cases[i].line), cases[i].result);
}

static void addresses(void **state)
{
	static const char *const good[] = {"a@b.ua", "o.l-e+na_1@sub.example.org"};
	static const char *const bad[] = {"",           "@",        "a@",
	                                  "@b",         "a b@c.ua", "a@b.ua\r\nRCPT TO:<x@y.z>",
	                                  "<a@b.ua>",   "a@b@c",    "a,b@c.ua",
	                                  "\"a\"@b.ua", "ї@b.ua"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(smtp_is_address(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(smtp_is_address(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(headers),   cmocka_unit_test(mailbox_and_date),
	        cmocka_unit_test(body),      cmocka_unit_test(links),
	        cmocka_unit_test(bounces),   cmocka_unit_test(results),
	        cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
