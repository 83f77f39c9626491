/* What a party can do: a form for each act, closed until it is wanted. */
#ifndef VARTA_SYNCD_PARTY_LINK_FORMS_H
#define VARTA_SYNCD_PARTY_LINK_FORMS_H

#include <jansson.h>

struct markup;

/* Adds a form for each of the page's acts; nothing where there are none. */
void link_forms_add(struct markup *m, const json_t *page);

#endif
