/* application/x-www-form-urlencoded, as bodies and queries carry it
 * (https://url.spec.whatwg.org/#application/x-www-form-urlencoded). */
#ifndef VARTA_SYNCD_CONTENT_FORM_H
#define VARTA_SYNCD_CONTENT_FORM_H

#include "lib/base/buf.h"
#include "syncd/content/params.h"

/* Adds the pairs of s to params. Returns false with a problem that names the field. */
bool form_decode(const char *s, size_t len, struct params *params, struct problem *p);

/* A copy of s in which every value of the field name is empty; nothing else changes. *out_len is
 * its length. The caller frees it. */
char *form_without(const char *s, size_t len, const char *name, size_t *out_len);

/* Adds value, any bytes of UTF-8, such that it can stand in a form, a query or a path. */
void form_escape(struct buf *form, const char *value);

/* Adds name=value to a form, behind '&' where it is not the first; value may be any bytes of UTF-8,
 * name has to be harmless as it is. */
void form_add(struct buf *form, const char *name, const char *value);

#endif
