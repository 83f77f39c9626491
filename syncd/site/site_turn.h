/* One tree's turn: what changed, then the next part of a tree from scratch, then statistics, until
 * there is nothing more to do now. For publish.c. */
#ifndef VARTA_SYNCD_SITE_SITE_TURN_H
#define VARTA_SYNCD_SITE_SITE_TURN_H

#include <stdbool.h>

struct site_target;
struct site_update;

/* Whether the turn began; if not, the tree is another daemon's now. */
bool site_turn_begin(struct site_update *update, struct site_target *target);
/* The writer has ended; why: NULL or its complaint. */
void site_turn_written(struct site_update *update, const char *why);

#endif
