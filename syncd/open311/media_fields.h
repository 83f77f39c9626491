/* The addresses of photos in a POST: senders give one media_url for each, or a list under another
 * name. */
#ifndef VARTA_SYNCD_OPEN311_MEDIA_FIELDS_H
#define VARTA_SYNCD_OPEN311_MEDIA_FIELDS_H

#include "syncd/content/params.h"

#include <jansson.h>

/* All of them, in their order, as an array that the caller owns. */
json_t *media_fields_read(const struct params *params);

/* Sets media_url in item, the first or null, and where there are several media_urls, all. */
void media_fields_write(const json_t *urls, json_t *item);

#endif
