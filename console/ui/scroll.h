/* Moving through lists and texts, the same on every screen. */
#ifndef VARTA_CONSOLE_UI_SCROLL_H
#define VARTA_CONSOLE_UI_SCROLL_H

#include "console/terminal/verbs.h"

#include <stddef.h>

/* Where verb (up, down, a page, an end) takes the cursor among n rows. */
size_t scroll_cursor(enum verb verb, size_t cursor, size_t n, int height);
/* Where verb takes the first line on the screen of a text of n lines. */
size_t scroll_text(enum verb verb, size_t top, size_t n, int height);
/* The first row on the screen, so that the cursor is on it. */
size_t scroll_top(size_t top, size_t cursor, size_t n, int height);

#endif
