/* Pages behind links, as HTML without scripts. No database in here. */
#ifndef VARTA_SYNCD_PARTY_LINK_PAGE_H
#define VARTA_SYNCD_PARTY_LINK_PAGE_H

#include <jansson.h>

/* What sync.link_page() tells, under notice; NULL: nothing is to be said first. The caller frees
 * it. */
char *link_page_html(const json_t *page, const char *notice);
/* The same whatever was asked for. */
char *link_page_unknown(void);
/* A notice of what sync.link_act() tells. */
const char *link_page_notice(const json_t *result);

#endif
