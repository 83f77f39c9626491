/* Signs numbers for a purpose, and reads what was signed. */
#include "syncd/mail/signed_link.h"

#include "lib/base/log.h"

#include <inttypes.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const purposes[] = {
        [LINK_CONFIRM] = "confirm",
        [LINK_END] = "end",
        [LINK_BOUNCE] = "bounce",
        [LINK_MESSAGE] = "message",
};

void link_sign(const char *key, enum link_purpose purpose, int64_t number, char out[LINK_SIZE])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	char text[40];
	int len = snprintf(text, sizeof(text), "%s %" PRId64, purposes[purpose], number);

	if (!HMAC(EVP_sha256(), key, (int)strlen(key), (const unsigned char *)text, (size_t)len,
	          mac, NULL))
		fatalx("a link cannot be signed");
	snprintf(out, LINK_SIZE, "%016" PRIx64, (uint64_t)number);
	for (size_t i = 0; i < 16; i++)
		snprintf(out + 16 + 2 * i, 3, "%02x", mac[i]);
}

bool link_read(const char *key, enum link_purpose purpose, const char *token, int64_t *number)
{
	char digits[17] = "", made[LINK_SIZE];
	int64_t n;

	if (strspn(token, "0123456789abcdef") != LINK_DIGITS)
		return false;
	memcpy(digits, token, 16);
	n = (int64_t)strtoull(digits, NULL, 16);
	link_sign(key, purpose, n, made);
	if (CRYPTO_memcmp(made, token, LINK_DIGITS) != 0)
		return false;
	*number = n;
	return true;
}
