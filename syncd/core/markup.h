/* HTML, Atom and XML out of elements, on libxml2's xmlTextWriter. Whatever a text or the value of
 * an attribute is, it stays text there: what would be markup is escaped, and what XML forbids or
 * what would turn the direction of its surroundings is shown. */
#ifndef VARTA_SYNCD_CORE_MARKUP_H
#define VARTA_SYNCD_CORE_MARKUP_H

#include "lib/base/buf.h"

#include <stdbool.h>

enum markup_kind {
	MARKUP_HTML, /* all but void elements have an end tag; a line for each block */
	MARKUP_XML   /* indented; elements without content are empty tags */
};

struct markup;

/* Begins a document at the end of out, which is complete after markup_free(). */
struct markup *markup_new(struct buf *out, enum markup_kind kind);
/* An HTML document in that language ("uk"), up to its head, which is left open. */
struct markup *markup_new_page(struct buf *out, const char *language);
/* Ends the elements that are open, and the document. */
void markup_free(struct markup *m);

/* Opens an element. What follows its name is pairs of an attribute's name and value, and a NULL at
 * their end. A value that is NULL leaves its attribute out; so does an address that is neither
 * relative nor http, https or mailto. */
void markup_open(struct markup *m, const char *name, ...) __attribute__((sentinel));
void markup_close(struct markup *m);
/* A whole element with a text on one line; NULL: without a text. */
void markup_element(struct markup *m, const char *name, const char *text, ...)
        __attribute__((sentinel));

/* Adds a text (UTF-8; NULL: nothing); its line breaks stay. */
void markup_text(struct markup *m, const char *text);
/* The same on one line. */
void markup_line(struct markup *m, const char *text);
/* The same for a program: exact but for characters that XML 1.0 cannot carry, which become U+FFFD.
 */
void markup_data(struct markup *m, const char *text);

/* Whether an address is relative to the page, or http, https or mailto. */
bool markup_is_url(const char *address);

#endif
