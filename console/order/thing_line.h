/* How one thing looks as a line of the unit's lists: what is to be done, or its state; its number,
 * when it is due, where it is and what is wrong, who owns it. */
#ifndef VARTA_CONSOLE_ORDER_THING_LINE_H
#define VARTA_CONSOLE_ORDER_THING_LINE_H

#include "console/order/thing.h"
#include "console/ui/list.h"

#include <stdint.h>

/* Paints row i of the list: t, which is marked or not, as wide as the screen. */
void thing_paint(const struct list *l, size_t i, int y, const struct thing *t, bool marked,
                 int64_t now);
/* The word for a section of the unit's work; its code where there is none. */
const char *section_word(const char *section);
/* What it is now: the name of its state, or of its section where it has none. */
const char *thing_state(const struct thing *t);
/* 'by Mon 30.11', or empty; the caller frees it. */
char *thing_due(const struct thing *t, int64_t now);

#endif
