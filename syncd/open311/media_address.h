/* Where a photo of ours is: the database knows the path, a client needs the whole address. */
#ifndef VARTA_SYNCD_OPEN311_MEDIA_ADDRESS_H
#define VARTA_SYNCD_OPEN311_MEDIA_ADDRESS_H

#include <jansson.h>

struct http_request;

/* The address at a path, as a new string; NULL: path is none. */
json_t *media_address(const struct http_request *req, const json_t *path);
/* Makes the member media_url of an object whole, if it has one. */
void media_address_complete(const struct http_request *req, json_t *object);

#endif
