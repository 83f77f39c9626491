/* The photos on the page of an order: those of the officers, and those that its owner sent. */
#ifndef VARTA_SYNCD_PARTY_LINK_PHOTOS_H
#define VARTA_SYNCD_PARTY_LINK_PHOTOS_H

#include <jansson.h>

struct markup;

/* Adds them under a heading; nothing where there are none. key: what stands in the page's address.
 */
void link_photos_add(struct markup *m, const json_t *photos, const char *key);

#endif
