/* What the register of orders shows: 'overdue institution:autodor object:light issued:>2026-03-01',
 * compiled to the JSON parameter of api.orders_page(). Words have Ukrainian twins. */
#ifndef VARTA_CONSOLE_FILTER_ORDER_FILTER_H
#define VARTA_CONSOLE_FILTER_ORDER_FILTER_H

#include <stddef.h>

/* Returns NULL and the parameter in *json (the caller frees it), or the complaint, which the caller
 * frees. What is no key is looked for: a number of an order, or part of a place or of what is
 * wrong. */
char *order_filter_compile(const char *text, char **json);

#endif
