/* One act on many orders: asked once, sent in one call, a result for each of them. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_BULK_H
#define VARTA_CONSOLE_ORDER_ORDER_BULK_H

#include "console/order/order_acts.h"

struct console;

/* Asks whether it shall be done with all orders that are marked, then sends it. What is done loses
 * its mark. */
void order_bulk_ask(struct console *console, const struct order_act *act);

#endif
