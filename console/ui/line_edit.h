/* A text being typed: bytes, a cursor, and what the keys of a text field do to them. It knows
 * nothing of a screen but its columns. */
#ifndef VARTA_CONSOLE_UI_LINE_EDIT_H
#define VARTA_CONSOLE_UI_LINE_EDIT_H

#include "console/terminal/verbs.h"
#include "lib/base/buf.h"
#include "lib/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct edit {
	struct buf text;
	size_t cursor; /* byte offset, never inside a character and its combining marks */
	int columns;   /* where lines wrap; 0: one line only */
	int goal;      /* the column that up and down aim at; -1: that of the cursor */
	size_t chosen; /* bytes behind the cursor that what is typed next replaces */
};

void edit_init(struct edit *e, int columns);
void edit_release(struct edit *e);

/* The text, never NULL. */
const char *edit_text(const struct edit *e);
/* Replaces it, made harmless; the cursor goes to its end. */
void edit_set(struct edit *e, const char *text);
/* Puts in what a key types; what is no printable character is left out. */
void edit_type(struct edit *e, uint32_t cp);
/* Puts text in at the cursor, made harmless. */
void edit_insert(struct edit *e, const char *text);
/* Moves the cursor to byte at; what is typed next replaces the len bytes behind it. */
void edit_choose(struct edit *e, size_t at, size_t len);
/* Does what a verb means to a text. Returns false where it means nothing to one. page is the
 * number of lines of a page. */
bool edit_verb(struct edit *e, enum verb verb, int page);

/* The wrapped lines (the caller frees *lines), and where the cursor is among them. */
size_t edit_lines(const struct edit *e, struct text_line **lines, size_t *line, int *column);

#endif
