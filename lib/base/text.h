/* Text that comes from outside: checked, made harmless for a terminal, measured in columns. */
#ifndef VARTA_TEXT_H
#define VARTA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at s (len > 0 bytes are there). Returns the bytes taken; a broken
 * sequence gives U+FFFD and takes one byte. Overlong forms, surrogates and values above
 * U+10FFFF are broken (RFC 3629). */
size_t utf8_decode(const char *s, size_t len, uint32_t *cp);

/* Writes cp as UTF-8 to out; returns the bytes, 1 to 4. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* Whether s is valid UTF-8 without NUL. Where not, *bad_at (may be NULL) is the first bad byte. */
bool utf8_valid(const char *s, size_t len, size_t *bad_at);

/* Columns of one code point: 0, 1 or 2; what is unknown to the C library counts as 1. */
int utf8_width(uint32_t cp);

enum text_lines {
	TEXT_ONE_LINE,  /* line breaks and tabs become a space */
	TEXT_KEEP_LINES /* CRLF and CR become LF, LF stays; a tab becomes a space */
};

/* Whether cp has a shape of its own: no control, and nothing that changes how its surroundings are
 * shown or read. */
bool utf8_is_visible(uint32_t cp);

/* A copy that can do no harm on a terminal: C0 controls as their pictures (ESC as U+241B), DEL as
 * U+2421, C1 controls, bidirectional controls, invisible format characters and line separators as
 * '<U+202E>', broken UTF-8 as U+FFFD. The caller frees it. */
char *text_visible(const char *s, size_t len, enum text_lines lines);

/* Columns of a string that text_visible() returned. */
int text_width(const char *s);

/* How many bytes of s fit into columns; never splits a base character from its combining marks.
 * *width (may be NULL) is what they take. */
size_t text_fit(const char *s, int columns, int *width);

/* A copy of s cut to columns, its last column '…' where something was cut off. */
char *text_ellipsis(const char *s, int columns);

/* One line of a wrapped text. */
struct text_line {
	size_t start; /* byte offset in the text */
	size_t len;   /* bytes, without the line break or the blank that was broken at */
};

/* Wraps s (from text_visible, lines kept) at blanks into lines of at most columns (>= 2); a longer
 * word is broken. Returns the number of lines, *lines is the caller's to free. An empty text has
 * one empty line. */
size_t text_wrap(const char *s, int columns, struct text_line **lines);

#endif
