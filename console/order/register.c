/* Keeps the filter of the register, as written and compiled. */
#include "console/order/register.h"

#include "console/filter/order_filter.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>

void orders_init(struct orders *orders)
{
	*orders = (struct orders){.filter = xstrdup(""), .json = xstrdup("{}")};
}

void orders_release(struct orders *orders)
{
	free(orders->filter);
	free(orders->json);
	marks_clear(&orders->marks);
	order_sends_release(&orders->sends);
}

char *orders_filter(struct orders *orders, const char *text)
{
	char *json, *complaint = order_filter_compile(text, &json);

	if (complaint)
		return complaint;
	free(orders->json);
	free(orders->filter);
	orders->json = json;
	orders->filter = xstrdup(text);
	orders->epoch++;
	return NULL;
}
