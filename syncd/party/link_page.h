/* Pages behind links, as HTML without scripts. No database in here. */
#ifndef VARTA_SYNCD_PARTY_LINK_PAGE_H
#define VARTA_SYNCD_PARTY_LINK_PAGE_H

#include <jansson.h>
#include <stdbool.h>

/* Where a page stands. */
struct link_place {
	const char *key; /* what stands in its address */
	int longest; /* photos are kept here: they are shown, and taken, of so many MB; 0: none */
};

/* What sync.link_page() tells, under notice; NULL: nothing is to be said first. The caller frees
 * it. */
char *link_page_html(const json_t *page, const struct link_place *place, const char *notice);
/* The same whatever was asked for. */
char *link_page_unknown(void);
/* Says that nothing was recorded, as what was posted was refused with that status of HTTP. key: of
 * the page to go back to, or NULL; longest: how many MB a photo may have. */
char *link_page_refused(const char *key, int status, int longest);
/* A notice of what sync.link_act() tells. */
const char *link_page_notice(const json_t *result);

#endif
