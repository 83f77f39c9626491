/* Takes back what was done with orders and defects. Whether that can be undone, and what can be
 * done where it cannot, the database says. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_UNDO_H
#define VARTA_CONSOLE_ORDER_ORDER_UNDO_H

#include "console/ui/screen.h"

/* For the tables of actions: takes the last act back, or, where none is remembered, what was done
 * last with what s is at. */
enum next order_undo(struct screen *s, enum verb verb);

#endif
