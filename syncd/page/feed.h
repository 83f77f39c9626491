/* The newest answers as an Atom feed (RFC 4287). */
#ifndef VARTA_SYNCD_PAGE_FEED_H
#define VARTA_SYNCD_PAGE_FEED_H

#include "lib/base/buf.h"

#include <libpq-fe.h>

/* res: rows of sync.publish_feed(). url: where the tree is on the web, NULL: nobody said; then
 * links are relative. code: of the tree. In the language of i18n_speak(). */
void feed_write(struct buf *out, const PGresult *res, const char *city, const char *url,
                const char *code);

/* The same as a page of links, for who has no scripts. */
void feed_write_list(struct buf *out, const PGresult *res, const char *city, const char *language);

#endif
