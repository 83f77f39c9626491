/* The map of the streets: tiles of GeoJSON, some at a time, then streets.json, which names them.
 * What was written is noted in the database, so that whoever goes on begins behind it. For
 * site_turn.c. */
#ifndef VARTA_SYNCD_SITE_SITE_BASE_MAP_H
#define VARTA_SYNCD_SITE_SITE_BASE_MAP_H

struct site_update;

/* Does the next part; site_update_look() follows. */
void site_base_map_go_on(struct site_update *update);

#endif
