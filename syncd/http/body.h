/* The body of a POST: a form, a JSON object or multipart/form-data. */
#ifndef VARTA_SYNCD_HTTP_BODY_H
#define VARTA_SYNCD_HTTP_BODY_H

#include "syncd/http/http_request.h"

/* Adds its fields to the request's params, and its files to the request's. Returns false with a
 * problem: 415 for another kind of body or files where none belong, 400 for one that is broken. */
bool body_decode(struct http_request *req, struct problem *p);

/* The body as it came, but with their digests for files, and without the value of api_key: what the
 * submission keeps.
 * Only after body_decode(). The caller frees it. */
char *body_raw(const struct http_request *req);

/* Its Content-Type without parameters, as a constant. */
const char *body_type(const struct http_request *req);

#endif
