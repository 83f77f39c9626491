/* The register of orders: its filter, its marks, and what of it is in memory; and the acts that are
 * on their way. */
#ifndef VARTA_CONSOLE_ORDER_REGISTER_H
#define VARTA_CONSOLE_ORDER_REGISTER_H

#include "console/order/order_done.h"
#include "console/order/order_send.h"
#include "console/queue/marks.h"

struct layout;

/* Of which kinds things can be marked: orders and defects. */
#define ORDERS_MARKED (THING_DEFECT + 1)

struct orders {
	char *filter;   /* as the operator wrote it; never NULL behind orders_init() */
	char *json;     /* compiled */
	unsigned epoch; /* counts filters */
	struct marks marks[ORDERS_MARKED]; /* by the kind of thing */
	const struct order_act *asked;     /* what is to be confirmed */
	const struct order_act *many;      /* what is done with many */
	struct order_sends sends;
	struct order_dones dones;
};

void orders_init(struct orders *orders);
void orders_release(struct orders *orders);
/* Takes another filter, as filter_compile() reads it. Returns NULL or the complaint, which the
 * caller frees; then nothing has changed. */
char *orders_filter(struct orders *orders, const char *text, const struct layout *layout);
/* Opens the register, or the one that is open, with another filter; says why not. s may be closed
 * afterwards. */
void orders_show(struct screen *s, const char *filter);

#endif
