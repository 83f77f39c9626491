/* Placeholders that still stand in a text: '{what and when}'. An answer with one is not published;
 * the database decides, this only shows the way. */
#ifndef VARTA_CONSOLE_REPLY_PLACEHOLDER_H
#define VARTA_CONSOLE_REPLY_PLACEHOLDER_H

#include <stdbool.h>
#include <stddef.h>

/* The first placeholder of text that begins at byte from or behind it. Returns false where there
 * is none; *len is in bytes, braces included. */
bool placeholder_find(const char *text, size_t from, size_t *start, size_t *len);

#endif
