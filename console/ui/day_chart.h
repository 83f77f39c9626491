/* How much came in by day, as a curve of dots in a report. */
#ifndef VARTA_CONSOLE_UI_DAY_CHART_H
#define VARTA_CONSOLE_UI_DAY_CHART_H

#include <stdint.h>

struct lines;

struct day_chart {
	int days, last; /* how many are shown, and the number of the last one */
	int *received;  /* of each of them, the first one first */
};

/* The days up to now (seconds since 1970), by the clock here. */
void day_chart_init(struct day_chart *c, int64_t now, int days);
/* n more came in on a day, '2026-11-28'; what is not shown is passed over. */
void day_chart_add(struct day_chart *c, const char *date, int n);
/* Adds a heading, the curve and its axis: a dot across for each day, or for some where there are
 * too many. */
void day_chart_lines(const struct day_chart *c, struct lines *l);
void day_chart_release(struct day_chart *c);

#endif
