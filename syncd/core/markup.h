/* Text of people as part of HTML, XML or Atom. */
#ifndef VARTA_SYNCD_CORE_MARKUP_H
#define VARTA_SYNCD_CORE_MARKUP_H

#include "lib/buf.h"

/* Adds text (UTF-8; NULL: nothing) so that it is text there and in quoted attributes, whatever it
 * is: what would be markup is escaped, what XML forbids or what would turn the direction of its
 * surroundings is shown. Line breaks stay. */
void markup_add(struct buf *out, const char *text);
/* The same on one line. */
void markup_add_line(struct buf *out, const char *text);

#endif
