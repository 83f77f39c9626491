/* The table of special keys, and reading and printing keys by name. */
#include "console/terminal/key.h"

#include "lib/base/i18n.h"
#include "lib/base/text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	keycode k;
	const char *name, *label;
} names[] = {{' ', "Space", N_("Space")},
#define X(id, name, label) {KEYS_##id, name, label},
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
	char again[KEY_NAME_SIZE];

	for (const char *p = name + 1; isdigit((unsigned char)*p); p++)
		n = n * 10 + (*p - '0');
	if (n < 1 || n > FUNCTION_KEYS)
		return 0;
	key_print(KEYS_F0 + (keycode)n, again);
	return strcasecmp(again, name) == 0 ? KEYS_F0 + (keycode)n : 0;
}

keycode key_parse(const char *name)
{
	size_t len = strnlen(name, KEY_NAME_SIZE);
	uint32_t cp;

	if (len == 0)
		return 0;
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

void key_label(keycode k, char out[KEY_NAME_SIZE])
{
	key_print(k, out);
	for (int i = 0; i < NAMES; i++)
		if (names[i].k == k && names[i].label)
			snprintf(out, KEY_NAME_SIZE, "%s", _(names[i].label));
}

bool key_sequence_parse(struct key_sequence *keys, const char *text)
{
	keys->n = 0;
	for (const char *p = text; *p;) {
		char name[KEY_NAME_SIZE];
		size_t len = strcspn(p, " ");
		keycode k = 0;
		if (len < sizeof(name)) {
			memcpy(name, p, len);
			name[len] = '\0';
			k = key_parse(name);
		}
		if (k == 0 || keys->n == KEY_SEQUENCE_MAX)
			return false;
		keys->k[keys->n++] = k;
		p += len + (p[len] == ' ');
	}
	return keys->n > 0;
}

void key_sequence_print(const struct key_sequence *keys, key_printer *print,
                        char out[SEQUENCE_NAME_SIZE])
{
	size_t len = 0;

	for (int i = 0; i < keys->n; i++) {
		bool apart = i > 0 && (!key_is_text(keys->k[i]) || !key_is_text(keys->k[i - 1]));
		char name[KEY_NAME_SIZE];
		print(keys->k[i], name);
		len += (size_t)snprintf(out + len, SEQUENCE_NAME_SIZE - len, "%s%s",
		                        apart ? " " : "", name);
	}
}

bool key_sequence_begins(const struct key_sequence *keys, const struct key_sequence *start)
{
	return keys->n >= start->n &&
	       memcmp(keys->k, start->k, (size_t)start->n * sizeof(*keys->k)) == 0;
}
