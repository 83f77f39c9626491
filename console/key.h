/* A key: a Unicode code point for what types a character, otherwise one of enum key_special. */
#ifndef VARTA_CONSOLE_KEY_H
#define VARTA_CONSOLE_KEY_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t keycode;

/* id, name in key maps */
#define KEYS(ROW)                                                                                  \
	ROW(ENTER, "Enter")                                                                        \
	ROW(ESC, "Esc")                                                                            \
	ROW(TAB, "Tab")                                                                            \
	ROW(SHIFT_TAB, "Shift-Tab")                                                                \
	ROW(BACKSPACE, "Backspace")                                                                \
	ROW(DELETE, "Delete")                                                                      \
	ROW(INSERT, "Insert")                                                                      \
	ROW(UP, "Up")                                                                              \
	ROW(DOWN, "Down")                                                                          \
	ROW(LEFT, "Left")                                                                          \
	ROW(RIGHT, "Right")                                                                        \
	ROW(HOME, "Home")                                                                          \
	ROW(END, "End")                                                                            \
	ROW(PGUP, "PgUp")                                                                          \
	ROW(PGDN, "PgDn")

enum key_special {
	KEY_SPECIAL_BASE = 0x110000,
#define X(id, name) KEYS_##id,
	KEYS(X)
#undef X
	        KEYS_F0, /* F1 is KEYS_F0 + 1 */
	KEYS_F12 = KEYS_F0 + 12,
	KEYS_CTRL = 0x120000 /* Ctrl-a is KEYS_CTRL + 'a' */
};

enum { KEY_NAME_SIZE = 16 };

/* Whether the key types a character. */
bool key_is_text(keycode k);
/* The key with that name: 'a', 'ф', 'Space', 'PgDn', 'F5', 'Ctrl-e'. 0 where there is none. */
keycode key_parse(const char *name);
void key_print(keycode k, char out[KEY_NAME_SIZE]);

#endif
