/* A text of several lines on the screen. */
#ifndef VARTA_CONSOLE_UI_TEXT_FIELD_H
#define VARTA_CONSOLE_UI_TEXT_FIELD_H

#include "console/ui/line_edit.h"

#include <stdbool.h>
#include <stddef.h>

/* Finds what stands out in a text: the first such place that begins at byte from or behind it.
 * Returns false where there is none; *len is in bytes. */
typedef bool field_find(const char *text, size_t from, size_t *start, size_t *len);

/* Paints height lines of the text from line y on, and what find finds in another colour. *top is
 * the first wrapped line that is shown; it moves so that the cursor is among them. */
void field_paint(const struct edit *e, size_t *top, int y, int height, field_find *find);

/* Where the cursor is on the screen, after field_paint() with the same top and y. */
void field_cursor(const struct edit *e, size_t top, int y, int *cursor_y, int *cursor_x);

#endif
