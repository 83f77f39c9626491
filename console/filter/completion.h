/* What the word of a filter under the cursor can become. */
#ifndef VARTA_CONSOLE_FILTER_COMPLETION_H
#define VARTA_CONSOLE_FILTER_COMPLETION_H

#include "console/data/catalogue.h"
#include "console/terminal/layout.h"

#include <stddef.h>

struct filter_language;

enum { COMPLETE_MAX = 24 };

struct completion {
	size_t from, to; /* bytes of the text that a candidate takes the place of */
	struct candidate {
		char *text; /* empty: only its help says something */
		char *help;
	} v[COMPLETE_MAX];
	size_t n;
};

/* Finds them by what stands before the cursor: keys and flags, then the values of a key, by code or
 * by name. A word typed with another layout on is tried as a Latin one, too. */
void complete_find(struct completion *c, const struct filter_language *language, const char *text,
                   size_t cursor, const struct catalogue *codes, const struct layout *layout);
void complete_release(struct completion *c);

#endif
