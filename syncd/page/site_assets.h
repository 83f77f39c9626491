/* What of a tree is the public site itself: the map, its texts and its programs. */
#ifndef VARTA_SYNCD_PAGE_SITE_ASSETS_H
#define VARTA_SYNCD_PAGE_SITE_ASSETS_H

#include <jansson.h>

struct file_writer;

struct site_assets {
	const char *code, *city, *language;
	const char *map_tiles; /* URL of the pictures of a background map; NULL: none */
	const json_t *facts;   /* what sync.publish_site() says */
};

/* Puts the site into the batch. In the language of i18n_speak(). A Leaflet that is not installed is
 * logged, and left out. */
void site_assets_put(const struct site_assets *site, struct file_writer *writer);

#endif
