/* A request as a row of a list on the screen, in the columns of queue_line.h. */
#ifndef VARTA_CONSOLE_QUEUE_QUEUE_PAINT_H
#define VARTA_CONSOLE_QUEUE_QUEUE_PAINT_H

#include "console/queue/queue_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct list;

/* What a row's look depends on beside the request. */
struct queue_look {
	bool selected, marked;
	bool arrow;                  /* '>' instead of looking selected */
	int64_t now;                 /* seconds since 1970 */
	const struct present *there; /* who else is at it; NULL: nobody */
};

void queue_paint(const struct queue_columns *c, const struct row *row,
                 const struct queue_look *look, int y);
/* The same for row i of the queue that owns the list; for struct list_ops. */
void queue_paint_row(const struct list *l, size_t i, int y);
/* The highest number of n requests, for queue_columns(); 0 where there are none. */
int64_t queue_biggest(struct row *const *rows, size_t n);

#endif
