/* What the operator has done with orders and defects in this session, so that 'undo' takes back the
 * last of it, wherever the cursor has gone since. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_DONE_H
#define VARTA_CONSOLE_ORDER_ORDER_DONE_H

#include "console/order/thing.h"

/* The acts that are remembered: as many as one act on many makes. */
enum { ORDER_DONES_MAX = 1000 };

struct order_dones {
	struct order_done {
		enum thing_kind kind;
		int64_t id;
		int version;    /* that the act made */
		unsigned batch; /* the same in all that were done at once; 0: it was alone */
	} acts[ORDER_DONES_MAX];
	size_t n;
	unsigned batches;
};

/* An act has made that version of an order or a defect; of other things nothing is remembered. */
void order_dones_add(struct order_dones *dones, enum thing_kind kind, int64_t id, int version,
                     unsigned batch);

#endif
