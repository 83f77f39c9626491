/* One reading of the queue: which rows are asked for, and what they do to those in memory. */
#ifndef VARTA_CONSOLE_QUEUE_QUEUE_READING_H
#define VARTA_CONSOLE_QUEUE_QUEUE_READING_H

#include "console/queue/queue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue_reading {
	struct queue *queue;
	enum reading_kind kind;
	unsigned epoch; /* the filter that it is of, as the queue counts them */
	int limit;      /* rows at the most */
	int64_t base;   /* the row from which it reads on; 0: from the start, or the end */
};

/* On the heap; row: from which it reads on, NULL: from the start, or the end. */
struct queue_reading *queue_reading_new(struct queue *q, enum reading_kind kind,
                                        const struct row *row, int limit);
/* Whether the rows in memory are still those that it goes on from. */
bool queue_reading_fits(const struct queue_reading *r);
/* Puts n rows among those in memory, which own them from now on. */
void queue_reading_take(const struct queue_reading *r, struct row **rows, size_t n);

#endif
