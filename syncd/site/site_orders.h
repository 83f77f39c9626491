/* What a tree shows of orders: pages of those that changed; all of them, where the city switches
 * that on; none, at once, where it switches that off. For site_turn.c. */
#ifndef VARTA_SYNCD_SITE_SITE_ORDERS_H
#define VARTA_SYNCD_SITE_SITE_ORDERS_H

#include <libpq-fe.h>
#include <stdbool.h>

struct site_target;
struct site_update;

/* res: the row of sync.publish_orders(). Another wish begins from the beginning. */
void site_orders_read(struct site_target *target, const PGresult *res);
/* Whether something is to be taken away before anything else is done. */
bool site_orders_hide(const struct site_target *target);

/* What changed; site_update_look() follows. */
void site_orders_changes(struct site_update *update);
/* The next part of all orders, or of taking them away; site_update_look() follows. */
void site_orders_go_on(struct site_update *update);

#endif
