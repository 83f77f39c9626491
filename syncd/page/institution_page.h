/* The pages of institutions: their list, what each has open and how it follows orders, and what it
 * got in a month, so many orders a page. Without scripts. */
#ifndef VARTA_SYNCD_PAGE_INSTITUTION_PAGE_H
#define VARTA_SYNCD_PAGE_INSTITUTION_PAGE_H

#include "lib/base/buf.h"

#include <jansson.h>
#include <stddef.h>

/* Orders on a page of a month. */
enum { INSTITUTION_PAGE_ORDERS = 200 };

/* In the language of i18n_speak(). doc: as varta.institution_index() says */
void institution_page_index(struct buf *out, const json_t *doc, const char *city,
                            const char *language);
/* varta.institution_front() */
void institution_page_front(struct buf *out, const json_t *doc, const char *city,
                            const char *language);
/* varta.institution_month(); part: 1 to institution_page_parts() */
void institution_page_month(struct buf *out, const json_t *doc, size_t part, const char *city,
                            const char *language);
size_t institution_page_parts(const json_t *doc);

#endif
