/* One act on many orders or defects: asked once, sent in one call, a result for each of them. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_BULK_H
#define VARTA_CONSOLE_ORDER_ORDER_BULK_H

#include "console/order/order_acts.h"

struct console;
struct marks;
struct screen;

/* Asks on s, a list of things, whether it shall be done with all orders or defects that are marked,
 * and says what happens then; then sends it. What is done loses its mark. */
void order_bulk_ask(struct screen *s, const struct order_act *act);
/* Sends it for these, without asking. */
void order_bulk_send(struct console *console, const struct order_act *act, const struct marks *v);

#endif
