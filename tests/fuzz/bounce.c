/* Mails that came back, to an address that is ours: anybody who once got a mail can write one.
 *
 * uses: syncd/mail/bounce.c syncd/mail/signed_link.c
 */
#include "syncd/mail/bounce.h"

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "syncd/mail/signed_link.h"
#include "tests/fuzz/fuzz.h"

static const char key[] = "0123456789abcdef0123456789abcdef";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf mail = {0};
	struct bounce bounce;
	char token[LINK_SIZE];

	link_sign(key, LINK_BOUNCE, 77, token);
	buf_addf(&mail, "To: bounces+%s@varta.example.org\r\n", token);
	buf_add(&mail, (const char *)data, size);
	if (bounce_read(mail.data, mail.len, "bounces", key, &bounce))
		MUST(bounce.mail == 77 && utf8_valid(bounce.why, strlen(bounce.why), NULL));
	buf_release(&mail);
	return 0;
}
