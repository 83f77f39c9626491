/* The figures of orders (api.order_statistics()), and which words of the register find the orders
 * that one counts. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_FIGURES_H
#define VARTA_CONSOLE_ORDER_ORDER_FIGURES_H

#include <stddef.h>

enum { FIGURES = 9, ORDER_GROUPS = 4 };

extern const struct order_figure {
	const char *column, *title;
	const char *words; /* of the filter */
} order_figures[FIGURES];

extern const struct order_group {
	const char *code, *title;
} order_groups[ORDER_GROUPS];

/* The filter for that figure of the group with that code, of what was issued from one day to
 * another (2026-03-01); NULL: there are no words for it. The caller frees it. */
char *order_figure_filter(size_t group, size_t figure, const char *code, const char *city,
                          const char *from, const char *to);

#endif
