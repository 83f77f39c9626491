/* A JSON object as the body of a request. */
#ifndef VARTA_SYNCD_CONTENT_JSON_BODY_H
#define VARTA_SYNCD_CONTENT_JSON_BODY_H

#include "syncd/content/params.h"

/* Adds the members of the object in s to params, all as texts: numbers and booleans as JSON
 * writes them, null as nothing; {"attribute": {"X": 1, "Y": [2, 3]}} as attribute[X] and twice
 * attribute[Y]. Returns false with a problem that names the field. */
bool json_body_decode(const char *s, size_t len, struct params *params, struct problem *p);

/* A copy of s, which json_body_decode() has taken, with the value of the outermost member name
 * replaced by "". The caller frees it. */
char *json_body_without(const char *s, size_t len, const char *name, size_t *out_len);

#endif
