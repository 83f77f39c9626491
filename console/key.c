#include "console/key.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lib/text.h"

static const struct {
	keycode k;
	const char *name;
} names[] = {{' ', "Space"},
#define X(id, name) {KEYS_##id, name},
             KEYS(X)
#undef X
};

enum { NAMES = sizeof(names) / sizeof(*names), FUNCTION_KEYS = 12 };

bool key_is_text(keycode k)
{
	return k >= ' ' && k != 0x7f && k < KEY_SPECIAL_BASE;
}

static keycode parse_function_key(const char *name)
{
	int n = 0;
	for (const char *p = name + 1; isdigit((unsigned char)*p); p++)
		n = n * 10 + (*p - '0');
	char again[KEY_NAME_SIZE];
	if (n < 1 || n > FUNCTION_KEYS)
		return 0;
	key_print(KEYS_F0 + (keycode)n, again);
	return strcasecmp(again, name) == 0 ? KEYS_F0 + (keycode)n : 0;
}

keycode key_parse(const char *name)
{
	size_t len = strnlen(name, KEY_NAME_SIZE);
	if (len == 0)
		return 0;
	uint32_t cp;
	if (utf8_decode(name, len, &cp) == len)
		return key_is_text(cp) && cp != 0xFFFD ? cp : 0;
	for (int i = 0; i < NAMES; i++)
		if (strcasecmp(names[i].name, name) == 0)
			return names[i].k;
	if (len == 6 && strncasecmp(name, "Ctrl-", 5) == 0 && isalpha((unsigned char)name[5]))
		return KEYS_CTRL + (keycode)tolower((unsigned char)name[5]);
	if (name[0] == 'F' || name[0] == 'f')
		return parse_function_key(name);
	return 0;
}

void key_print(keycode k, char out[KEY_NAME_SIZE])
{
	for (int i = 0; i < NAMES; i++) {
		if (names[i].k == k) {
			snprintf(out, KEY_NAME_SIZE, "%s", names[i].name);
			return;
		}
	}
	if (k > KEYS_F0 && k <= KEYS_F12)
		snprintf(out, KEY_NAME_SIZE, "F%u", (unsigned)(k - KEYS_F0));
	else if (k >= KEYS_CTRL)
		snprintf(out, KEY_NAME_SIZE, "Ctrl-%c", (char)(k - KEYS_CTRL));
	else
		out[utf8_encode(k, out)] = '\0';
}
