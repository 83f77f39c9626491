/* A tree from scratch, over the one that is there: folder by folder of pages, some lists at a time,
 * then the site. What is there and has no place in it any more is in the plan, too, and comes out
 * empty. For site_update.c. */
#ifndef VARTA_SYNCD_SITE_SITE_REBUILD_H
#define VARTA_SYNCD_SITE_SITE_REBUILD_H

struct site_update;

/* Does the next part; site_update_look() follows. */
void site_rebuild_go_on(struct site_update *update);

#endif
