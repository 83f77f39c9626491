/* Keeps the filter of the register, as written and compiled. */
#include "console/order/register.h"

#include "console/filter/filter.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/dispatch.h"
#include "console/ui/ui.h"
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
	for (int kind = 0; kind < ORDERS_MARKED; kind++)
		marks_clear(&orders->marks[kind]);
	order_sends_release(&orders->sends);
}

char *orders_filter(struct orders *orders, const char *text, const struct layout *layout)
{
	char *json, *complaint = filter_compile(&filter_orders, text, layout, &json);

	if (complaint)
		return complaint;
	free(orders->json);
	free(orders->filter);
	orders->json = json;
	orders->filter = xstrdup(text);
	orders->epoch++;
	return NULL;
}

void orders_show(struct screen *s, const char *filter)
{
	struct ui *ui = s->ui;
	char *complaint = orders_filter(s->console->orders, filter, ui->layout);
	struct screen *there = ui_find(ui, SCREEN_REGISTER);

	if (complaint)
		ui_say(ui, STYLE_ERROR, "%s", complaint);
	else
		ui_verb(ui, s, VERB_REGISTER);
	if (!complaint && there)
		there->ops->refresh(there);
	free(complaint);
}
