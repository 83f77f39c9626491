/* From a key to an act on an order or a defect: whether it is possible, and how it begins. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_BEGIN_H
#define VARTA_CONSOLE_ORDER_ORDER_BEGIN_H

#include "console/ui/screen.h"

/* For screen_ops: why that cannot be done with what s is at, NULL: it can, or nobody knows; good
 * until the next call. */
const char *order_refuses(const struct screen *s, enum verb verb);
/* For the tables of actions: begins it with what s is at, or with all that are marked there. */
enum next order_begin(struct screen *s, enum verb verb);

/* An action for every act. */
/* clang-format off */
#define ORDER_ACTION(id, name, help, ...) {VERB_##id, order_begin},
/* clang-format on */

#endif
