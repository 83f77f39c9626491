/* A key: a Unicode code point for what types a character, otherwise one of enum key_special. */
#ifndef VARTA_CONSOLE_TERMINAL_KEY_H
#define VARTA_CONSOLE_TERMINAL_KEY_H

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t keycode;

/* id, name in key maps, and for a person where it is another */
#define KEYS(ROW)                                                                                  \
	ROW(ENTER, "Enter", NULL)                                                                  \
	ROW(ESC, "Esc", NULL)                                                                      \
	ROW(TAB, "Tab", NULL)                                                                      \
	ROW(SHIFT_TAB, "Shift-Tab", NULL)                                                          \
	ROW(BACKSPACE, "Backspace", NULL)                                                          \
	ROW(DELETE, "Delete", NULL)                                                                \
	ROW(INSERT, "Insert", NULL)                                                                \
	ROW(UP, "Up", "↑")                                                                         \
	ROW(DOWN, "Down", "↓")                                                                     \
	ROW(LEFT, "Left", "←")                                                                     \
	ROW(RIGHT, "Right", "→")                                                                   \
	ROW(HOME, "Home", NULL)                                                                    \
	ROW(END, "End", NULL)                                                                      \
	ROW(PGUP, "PgUp", NULL)                                                                    \
	ROW(PGDN, "PgDn", NULL)

enum key_special {
	KEY_SPECIAL_BASE = 0x110000,
#define X(id, name, label) KEYS_##id,
	KEYS(X)
#undef X
	        KEYS_F0, /* F1 is KEYS_F0 + 1 */
	KEYS_F12 = KEYS_F0 + 12,
	/* These have no name: a click, see term_clicked_line(); a text that was pasted, see
	 * term_pasted(), or that is on its way; a key that came in pieces. */
	KEYS_CLICK,
	KEYS_PASTE,
	KEYS_PASTING,
	KEYS_TORN,
	KEYS_CTRL = 0x120000 /* Ctrl-a is KEYS_CTRL + 'a' */
};

enum { KEY_NAME_SIZE = 16, KEY_SEQUENCE_MAX = 3, SEQUENCE_NAME_SIZE = 64 };

/* Keys that are pressed one after the other. */
struct key_sequence {
	keycode k[KEY_SEQUENCE_MAX];
	int n;
};

/* Whether the key types a character. */
bool key_is_text(keycode k);
/* The key with that name: 'a', 'ф', 'Space', 'PgDn', 'F5', 'Ctrl-e'. 0 where there is none. */
keycode key_parse(const char *name);
void key_print(keycode k, char out[KEY_NAME_SIZE]);
/* What a person calls it: '↓', 'F5'; the blank in the reader's language. */
void key_label(keycode k, char out[KEY_NAME_SIZE]);

/* Reads names with blanks between: 'a', 'z s', 'F3 1'. Returns false where one is no key or they
 * are too many. */
bool key_sequence_parse(struct key_sequence *keys, const char *text);
/* Characters stand together, 'zs'; print is key_print or, for a person, key_label. */
typedef void key_printer(keycode k, char out[KEY_NAME_SIZE]);
void key_sequence_print(const struct key_sequence *keys, key_printer *print,
                        char out[SEQUENCE_NAME_SIZE]);
/* Whether keys begins with all of start. */
bool key_sequence_begins(const struct key_sequence *keys, const struct key_sequence *start);

#endif
