/* The columns of the queue, and a row as one line of text. Paints nothing. */
#ifndef VARTA_CONSOLE_QUEUE_QUEUE_LINE_H
#define VARTA_CONSOLE_QUEUE_QUEUE_LINE_H

#include "console/data/row.h"
#include "console/queue/presence.h"

#include <stdint.h>

struct queue_columns {
	int total; /* of the terminal */
	int number, due, category, district, title, who;
};

enum { QUEUE_SIGNS = 4 }; /* columns before the number: cursor, status, draft, area */

/* Shares columns out; biggest is the highest number to be shown. */
struct queue_columns queue_columns(int columns, int64_t biggest);

/* The heading and a row, each exactly as wide as the terminal; the caller frees them. */
char *queue_heading(const struct queue_columns *c);
/* there: who else is at the request now; NULL: nobody. */
char *queue_line(const struct queue_columns *c, const struct row *row, int64_t now,
                 const struct present *there);

/* Where the sign of a late or nearly late request stands in a line. */
int queue_late_at(const struct queue_columns *c);

#endif
