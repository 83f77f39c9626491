/* The page of a request: HTML that can be read without scripts and has at most PAGE_MAX bytes, and
 * plain text for what that cuts. In the language of i18n_speak(). */
#ifndef VARTA_SYNCD_PAGE_REQUEST_PAGE_H
#define VARTA_SYNCD_PAGE_REQUEST_PAGE_H

#include "lib/base/buf.h"

#include <jansson.h>
#include <stdbool.h>

enum { PAGE_MAX = 10000 };

/* doc: what sync.publish_requests() says of it; city, language: of the tree. Returns whether texts
 * were cut, so that the page names the plain text NUMBER.txt beside it. */
bool page_html(struct buf *out, const json_t *doc, const char *city, const char *language);
/* All of it. */
void page_text(struct buf *out, const json_t *doc);

#endif
