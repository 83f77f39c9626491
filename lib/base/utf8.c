/* Checks and decodes UTF-8 (RFC 3629). */
#include "lib/base/text.h"

/* The ranges of the second byte by the first one, from RFC 3629, section 4. */
static const struct {
	unsigned char first, last, low, high, length;
} forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

/* The length of the sequence at s, 0 where it is broken. */
static size_t sequence(const unsigned char *s, size_t len)
{
	if (s[0] < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (s[0] < forms[i].first || s[0] > forms[i].last)
			continue;
		if (len < forms[i].length || s[1] < forms[i].low || s[1] > forms[i].high)
			return 0;
		for (size_t k = 2; k < forms[i].length; k++) {
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		}
		return forms[i].length;
	}
	return 0;
}

size_t utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	static const unsigned char payload[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	const unsigned char *u = (const unsigned char *)s;
	size_t n = sequence(u, len);

	if (n == 0) {
		*cp = 0xfffd;
		return 1;
	}
	*cp = u[0] & payload[n];
	for (size_t i = 1; i < n; i++)
		*cp = *cp << 6 | (u[i] & 0x3f);
	return n;
}

size_t utf8_encode(uint32_t cp, char out[4])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--, cp >>= 6)
		out[i] = (char)(0x80 | (cp & 0x3f));
	out[0] = (char)(lead[n] | cp);
	return n;
}

bool utf8_valid(const char *s, size_t len, size_t *bad_at)
{
	size_t i = 0;

	while (i < len && s[i] != '\0') {
		size_t n = sequence((const unsigned char *)s + i, len - i);
		if (n == 0)
			break;
		i += n;
	}
	if (i < len && bad_at)
		*bad_at = i;
	return i == len;
}
