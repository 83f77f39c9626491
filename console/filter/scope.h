/* The queue's filter for the screens that show more than a list. */
#ifndef VARTA_CONSOLE_FILTER_SCOPE_H
#define VARTA_CONSOLE_FILTER_SCOPE_H

#include <stdbool.h>

/* The text of a compiled filter without a number, words and an order, which only lists have;
 * status: with the statuses. The caller frees it. */
char *scope_text(const char *json, bool status);

#endif
