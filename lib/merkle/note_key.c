/* Keys of signed notes as text and as bytes, and Ed25519 by libcrypto. */
#include "lib/merkle/note_key.h"

#include "lib/base/base64.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <openssl/evp.h>
#include <string.h>

/* White space as Unicode has it, beyond ASCII. */
static bool is_blank(uint32_t cp)
{
	return cp == 0x85 || cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

bool note_name_valid(const char *name, size_t len)
{
	if (len == 0 || len > NOTE_NAME_MAX || !utf8_valid(name, len, NULL))
		return false;
	for (size_t at = 0; at < len;) {
		uint32_t cp;
		at += utf8_decode(name + at, len - at, &cp);
		if (cp <= ' ' || cp == 0x7f || cp == '+' || is_blank(cp))
			return false;
	}
	return true;
}

uint32_t note_key_id(const struct note_key *key)
{
	unsigned char digest[EVP_MAX_MD_SIZE], kind = (unsigned char)key->kind;
	struct buf text = {0};
	uint32_t id = 0;

	buf_adds(&text, key->name);
	buf_addc(&text, '\n');
	buf_add(&text, &kind, 1);
	buf_add(&text, key->public, NOTE_PUBLIC_SIZE);
	if (EVP_Digest(text.data, text.len, digest, NULL, EVP_sha256(), NULL) != 1)
		fatalx("cannot compute a SHA-256");
	for (size_t i = 0; i < 4; i++)
		id = id << 8 | digest[i];
	buf_release(&text);
	return id;
}

/* Whether len bytes of s are id in eight small hexadecimal digits. */
static bool is_id(const char *s, size_t len, uint32_t id)
{
	char text[9];

	snprintf(text, sizeof(text), "%08x", id);
	return len == 8 && memcmp(s, text, 8) == 0;
}

bool note_key_parse(const char *s, size_t len, struct note_key *key)
{
	const char *plus = memchr(s, '+', len), *second;
	unsigned char bytes[1 + NOTE_PUBLIC_SIZE];
	size_t name_len = plus ? (size_t)(plus - s) : 0;

	if (!plus || !note_name_valid(s, name_len))
		return false;
	second = memchr(plus + 1, '+', len - name_len - 1);
	if (!second || !base64_decode_exactly(second + 1, len - (size_t)(second + 1 - s), bytes,
	                                      sizeof(bytes)))
		return false;
	if (bytes[0] != NOTE_KEY_LOG && bytes[0] != NOTE_KEY_WITNESS)
		return false;
	memset(key, 0, sizeof(*key));
	memcpy(key->name, s, name_len);
	key->kind = bytes[0];
	memcpy(key->public, bytes + 1, NOTE_PUBLIC_SIZE);
	key->id = note_key_id(key);
	return is_id(plus + 1, (size_t)(second - plus - 1), key->id);
}

char *note_key_text(const struct note_key *key)
{
	unsigned char bytes[1 + NOTE_PUBLIC_SIZE] = {(unsigned char)key->kind};
	struct buf text = {0};

	memcpy(bytes + 1, key->public, NOTE_PUBLIC_SIZE);
	buf_addf(&text, "%s+%08x+", key->name, key->id);
	base64_add(&text, bytes, sizeof(bytes));
	return buf_steal(&text);
}

bool note_key_signed(const struct note_key *key, const void *text, size_t len,
                     const unsigned char signature[NOTE_SIGNATURE_SIZE])
{
	EVP_PKEY *public =
	        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->public, NOTE_PUBLIC_SIZE);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = public && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, public) == 1 &&
	          EVP_DigestVerify(ctx, signature, NOTE_SIGNATURE_SIZE, text, len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(public);
	return ok;
}
