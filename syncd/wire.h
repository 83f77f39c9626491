/* Answers as bytes. One tree of values serves both formats: JSON is the tree itself, XML writes a
 * member as an element, and the items of a list as elements of the name that the standard gives
 * them (services → service). */
#ifndef VARTA_SYNCD_WIRE_H
#define VARTA_SYNCD_WIRE_H

#include <jansson.h>
#include <stddef.h>

enum wire_format { WIRE_XML, WIRE_JSON };

/* With its charset, as the standard writes it. */
const char *wire_content_type(enum wire_format format);

/* root names the XML document's element. Characters that XML 1.0 cannot carry become U+FFFD, a
 * carriage return survives as a character reference. *len is the length; the caller frees. */
char *wire_write(enum wire_format format, const char *root, const json_t *tree, size_t *len);

#endif
