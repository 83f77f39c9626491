/* What a list shows. The queue: 'status:new,pending city:kyiv mine due:<2d яма', or a number alone.
 * The register of orders: 'overdue institution:autodor object:light issued:>2026-03-01' (a number
 * there is that of an order, or a part of a place or of what is wrong is looked for).
 * Compiled to the JSON parameter of the database's functions, never to SQL text. Its words have
 * Ukrainian twins (filter_word.h): 'стан:нове мої'. The parameter holds the neutral ones.
 *
 * The room filter/ is what a person types to say which things: the filter languages with their
 * tables (filter_key.h) and what completes its words (completion.h), numbers of requests (ids.h).
 * It paints nothing and asks the database nothing. */
#ifndef VARTA_CONSOLE_FILTER_FILTER_H
#define VARTA_CONSOLE_FILTER_FILTER_H

#include "console/terminal/layout.h"

#include <jansson.h>
#include <stdbool.h>

struct filter_language;

/* Of the queue, and of the register of orders. */
extern const struct filter_language filter_requests, filter_orders;

/* Returns NULL and the parameter in *json (the caller frees it), or the complaint, which the
 * caller frees. A word that cannot be understood is tried again as if the keyboard had been a
 * Latin one; layout may be NULL. */
char *filter_compile(const struct filter_language *language, const char *text,
                     const struct layout *layout, char **json);

/* The text that compiles to this parameter, such as a saved view has, in the reader's language. The
 * caller frees it. */
char *filter_text(const struct filter_language *language, const json_t *json);
/* A text of neutral words in the reader's language; the caller frees it. */
char *filter_said(const struct filter_language *language, const char *text);

/* A copy of text in which key, a neutral name, has these values (neutral, comma-separated); NULL:
 * the key is gone. The caller frees it. */
char *filter_with(const struct filter_language *language, const char *text, const char *key,
                  const char *values);

/* The first value of key in text, neutral where this program knows it, or NULL. The caller frees
 * it. */
char *filter_value(const struct filter_language *language, const char *text, const char *key);

#endif
