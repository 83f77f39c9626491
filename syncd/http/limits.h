/* How often somebody may ask: by address for those without a key, by source for those with one. */
#ifndef VARTA_SYNCD_HTTP_LIMITS_H
#define VARTA_SYNCD_HTTP_LIMITS_H

#include "lib/program/settings.h"
#include "syncd/content/problem.h"
#include "syncd/http/http_request.h"

struct limits;
struct source;

/* NULL with *why, which the caller frees, where the settings are wrong. */
struct limits *limits_new(const struct settings *settings, char **why);
void limits_free(struct limits *limits);

/* A request begins: counts it against its address, and answers 429 where that is too often. */
void limits_begin(struct http_request *req);

/* sources_find(); a right key takes the request from its address and counts it against the source,
 * with 429 where that is too often. */
const struct source *limits_source(struct http_request *req, bool need_key, bool *own,
                                   struct problem *p);

/* Whether the field that people do not see is empty, as it should be; otherwise a problem: 400. It
 * is not swallowed in silence, because a browser may have filled it in for somebody. */
bool limits_honeypot(const struct http_request *req, struct problem *p);

#endif
