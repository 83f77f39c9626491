/* What changed of a tree: the pages of the requests that were leased, the lists that they are in,
 * and the feed. For site_turn.c. */
#ifndef VARTA_SYNCD_SITE_SITE_CHANGES_H
#define VARTA_SYNCD_SITE_SITE_CHANGES_H

#include <libpq-fe.h>

struct site_update;

/* res: rows of sync.publish_lease(), one at least. site_update_look() follows. */
void site_changes_begin(struct site_update *update, const PGresult *res);

#endif
