/* Writes and reads base64. */
#include "lib/base/base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_add(struct buf *b, const void *data, size_t len)
{
	const unsigned char *in = data;

	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t bits = (uint32_t)in[i] << 16 | (n > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
		                (n > 2 ? in[i + 2] : 0);
		char out[4] = {alphabet[bits >> 18], alphabet[bits >> 12 & 63],
		               n > 1 ? alphabet[bits >> 6 & 63] : '=',
		               n > 2 ? alphabet[bits & 63] : '='};
		buf_add(b, out, sizeof(out));
	}
}

/* The six bits of a character; -1: it is none. */
static int value_of(char c)
{
	const char *at = c ? memchr(alphabet, c, sizeof(alphabet) - 1) : NULL;

	return at ? (int)(at - alphabet) : -1;
}

/* Decodes four characters to n bytes (1 to 3); the bits that are left have to be 0. */
static bool decode_group(const char *s, size_t n, unsigned char out[3])
{
	uint32_t bits = 0;

	for (size_t i = 0; i < 4; i++) {
		int value = i <= n ? value_of(s[i]) : s[i] == '=' ? 0 : -1;
		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
	}
	for (size_t i = 0; i < 3; i++)
		out[i] = (unsigned char)(bits >> (16 - 8 * i));
	return (n == 3 || out[2] == 0) && (n >= 2 || out[1] == 0);
}

bool base64_decode(struct buf *b, const char *s, size_t len)
{
	size_t before = b->len;

	if (len % 4)
		return false;
	for (size_t i = 0; i < len; i += 4) {
		bool last = i + 4 == len;
		size_t n = !last || s[i + 3] != '=' ? 3 : s[i + 2] != '=' ? 2 : 1;
		unsigned char out[3];
		if (!decode_group(s + i, n, out)) {
			b->len = before;
			if (b->data)
				b->data[before] = '\0';
			return false;
		}
		buf_add(b, out, n);
	}
	return true;
}

bool base64_decode_exactly(const char *s, size_t len, void *out, size_t size)
{
	struct buf decoded = {0};
	bool ok = len == BASE64_LENGTH(size) && base64_decode(&decoded, s, len) &&
	          decoded.len == size;

	if (ok && size)
		memcpy(out, decoded.data, size);
	if (decoded.data)
		explicit_bzero(decoded.data, decoded.len);
	buf_release(&decoded);
	return ok;
}
