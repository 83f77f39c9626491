/* The page of an order that was issued: what everybody may know of it, without scripts. */
#ifndef VARTA_SYNCD_PAGE_ORDER_PAGE_H
#define VARTA_SYNCD_PAGE_ORDER_PAGE_H

#include "lib/base/buf.h"

#include <jansson.h>

struct markup;

/* doc: as varta.public_order_doc() says. In the language of i18n_speak(). */
void order_page_html(struct buf *out, const json_t *doc, const char *city, const char *language);

/* For lists of orders, too: a member that is a text, or ""; the state in plain words, coloured; a
 * day of 2026-03-01 as 01.03.2026; what it is about and where. */
const char *order_page_text(const json_t *doc, const char *name);
void order_page_state(struct markup *m, const char *element, const json_t *doc);
void order_page_day(struct markup *m, const char *day);
void order_page_thing(struct markup *m, const char *element, const json_t *thing);

#endif
