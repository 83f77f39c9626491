/* The table of the figures of orders, and their filters. */
#include "console/order/order_figures.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

const struct order_figure order_figures[FIGURES] = {
        {"issued", N_("issued"), "state:all"},
        {"open", N_("still open"), ""},
        {"overdue", N_("overdue"), "overdue"},
        {"in_time", N_("in time"), "state:all done:in-time"},
        {"late", N_("late"), "state:all done:late"},
        {"rejected", N_("rejected"), "state:rejected"},
        {"cancelled", N_("cancelled"), "state:cancelled"},
        {"enforced", N_("ended in enforcement"), "state:all enforced"},
        {"repeated", N_("the same place again"), "state:all repeated"},
};

const struct order_group order_groups[ORDER_GROUPS] = {
        {"institution", N_("institution")},
        {"district", N_("district")},
        {"object", N_("object")},
        {"month", N_("month")},
};

enum { MONTH = 3 };

static int last_day(int year, int month)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month, .tm_mday = 0, .tm_hour = 12};

	mktime(&tm);
	return tm.tm_mday;
}

char *order_figure_filter(size_t group, size_t figure, const char *code, const char *city,
                          const char *from, const char *to)
{
	const char *words = order_figures[figure].words;
	char first[16], last[24];
	int year, month;

	if (!*code)
		return NULL;
	if (group != MONTH)
		return xasprintf("%s%scity:%s %s:%s issued:>%s issued:<%s", words,
		                 *words ? " " : "", city, order_groups[group].code, code, from, to);
	if (sscanf(code, "%4d-%2d", &year, &month) != 2 || month < 1 || month > 12)
		return NULL;
	snprintf(first, sizeof(first), "%.7s-01", code);
	snprintf(last, sizeof(last), "%.7s-%02d", code, last_day(year, month) % 100);
	return xasprintf("%s%scity:%s issued:>%s issued:<%s", words, *words ? " " : "", city,
	                 strcmp(first, from) > 0 ? first : from, strcmp(last, to) < 0 ? last : to);
}
