/* The stack of acts on orders and defects, the oldest dropped where there are too many. */
#include "console/order/order_done.h"

#include <string.h>

void order_dones_add(struct order_dones *dones, enum thing_kind kind, int64_t id, int version,
                     unsigned batch)
{
	if (kind > THING_DEFECT)
		return;
	if (dones->n == ORDER_DONES_MAX) {
		memmove(dones->acts, dones->acts + 1, (ORDER_DONES_MAX - 1) * sizeof(*dones->acts));
		dones->n--;
	}
	dones->acts[dones->n++] = (struct order_done){kind, id, version, batch};
}
