/* What a party can do: a form for each act, closed until it is wanted. */
#ifndef VARTA_SYNCD_PARTY_LINK_FORMS_H
#define VARTA_SYNCD_PARTY_LINK_FORMS_H

#include <jansson.h>
#include <stdbool.h>

struct markup;

/* Adds a form for each of the page's acts; nothing where there are none. longest: how many MB
 * of files may come with one; 0: none are taken here. */
void link_forms_add(struct markup *m, const json_t *page, int longest);

#endif
