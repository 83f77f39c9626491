/* Whether a peer shows a text of ours. Peers put it into HTML, break its lines elsewhere, and keep
 * several notes in a list. */
#ifndef VARTA_SYNCD_PUSH_TEXT_MATCH_H
#define VARTA_SYNCD_PUSH_TEXT_MATCH_H

#include <jansson.h>
#include <stdbool.h>

/* Whether any text in tree (may be NULL) has note in it, apart from tags, the commonest entities
 * and blanks. */
bool text_match_in(const json_t *tree, const char *note);

#endif
