/* Answers as bytes. One tree of values serves both formats: JSON is the tree itself, XML writes a
 * member as an element, and the items of a list as elements of the name that the standard gives
 * them (services → service). */
#ifndef VARTA_SYNCD_CONTENT_ENCODING_H
#define VARTA_SYNCD_CONTENT_ENCODING_H

#include <jansson.h>
#include <stddef.h>

enum encoding_format { ENCODING_XML, ENCODING_JSON };

/* With its charset, as the standard writes it. */
const char *encoding_content_type(enum encoding_format format);

/* root names the XML document's element. Characters that XML 1.0 cannot carry become U+FFFD, a
 * carriage return survives as a character reference. *len is the length; the caller frees. */
char *encoding_write(enum encoding_format format, const char *root, const json_t *tree,
                     size_t *len);

#endif
