/* Links in mails: whoever has one may do what it says, for one subscription or one mail, and nobody
 * can make another one, because it is signed (HMAC-SHA256, RFC 2104). A token is the number and
 * half of the signature, in hexadecimal digits, so that it survives what is done to addresses. */
#ifndef VARTA_SYNCD_MAIL_SIGNED_LINK_H
#define VARTA_SYNCD_MAIL_SIGNED_LINK_H

#include <stdbool.h>
#include <stdint.h>

enum link_purpose {
	LINK_CONFIRM, /* of a subscription */
	LINK_END,     /* of a subscription */
	LINK_BOUNCE,  /* of a mail: in the address to which it comes back */
	LINK_MESSAGE  /* of a mail: its Message-ID */
};

enum { LINK_DIGITS = 16 + 32, LINK_SIZE = LINK_DIGITS + 1, LINK_KEY_MIN = 32 };

void link_sign(const char *key, enum link_purpose purpose, int64_t number, char out[LINK_SIZE]);

/* Whether token was signed for that purpose; then *number is what it is about. It may be followed
 * by anything but a hexadecimal digit. */
bool link_read(const char *key, enum link_purpose purpose, const char *token, int64_t *number);

#endif
