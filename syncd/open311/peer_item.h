/* One request as a GeoReport server shows it, brought into our form. */
#ifndef VARTA_SYNCD_OPEN311_PEER_ITEM_H
#define VARTA_SYNCD_OPEN311_PEER_ITEM_H

#include <jansson.h>
#include <stdbool.h>

/* Whether that is a request at all: an object with a service_request_id. */
bool peer_item_is(const json_t *shown);

/* An object of texts for sync.poll_take(): external_id, service_code, …, raw. What is absent, null
 * or blank is left out. Where a field that matters holds a list or an object, the item has a
 * fault that names it. The caller owns it. */
json_t *peer_item_read(const json_t *shown);

#endif
