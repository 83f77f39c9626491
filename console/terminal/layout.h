/* A keyboard layout: which Latin character stands where another alphabet types its own. Commands
 * are found by the place of the key; what is typed into a text is never touched. */
#ifndef VARTA_CONSOLE_TERMINAL_LAYOUT_H
#define VARTA_CONSOLE_TERMINAL_LAYOUT_H

#include "console/terminal/key.h"

#include <stddef.h>

enum { LAYOUT_MAX = 128 };

struct layout {
	struct layout_pair {
		keycode typed, latin;
	} pairs[LAYOUT_MAX];
	size_t n;
};

/* Adds the table in text (YAML: 'ф: a'). Returns NULL or the complaint, which the caller frees. */
char *layout_read(struct layout *layout, const char *name, const char *text, size_t len);

/* The Latin key at the place of k; k itself where the layout says nothing. layout may be NULL. */
keycode layout_latin(const struct layout *layout, keycode k);

/* The other way round: what this layout types at the place of the Latin key; 0: nothing. */
keycode layout_typed(const struct layout *layout, keycode latin);

/* A copy of s with every character put through layout_latin(). The caller frees it. */
char *layout_text(const struct layout *layout, const char *s);

#endif
