/* The queue's filter for the screens that show more than a list. */
#ifndef VARTA_CONSOLE_FILTER_SCOPE_H
#define VARTA_CONSOLE_FILTER_SCOPE_H

#include "console/terminal/verbs.h"

#include <stdbool.h>

/* The text of a compiled filter without a number, words and an order, which only lists have;
 * status: with the statuses. The caller frees it. */
char *scope_text(const char *json, bool status);
/* What 'status' of a filter is after one of the verbs that show requests of some statuses. */
const char *scope_status(enum verb verb);

#endif
