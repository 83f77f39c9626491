/* A tree from scratch, over the one that is there: folder by folder of pages, some lists at a time,
 * then the site. What is there and has no place in it any more is in the plan, too, and comes out
 * empty. For treework.c. */
#ifndef VARTA_SYNCD_TREEBUILD_H
#define VARTA_SYNCD_TREEBUILD_H

struct treework;

/* Does the next part; treework_look() follows. */
void treebuild_go_on(struct treework *work);

#endif
