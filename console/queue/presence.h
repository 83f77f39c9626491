/* Who else is at a request now, looking or writing an answer, and telling the others where we are.
 * Nobody is kept out by it. The database forgets who does not say anything for a minute. */
#ifndef VARTA_CONSOLE_QUEUE_PRESENCE_H
#define VARTA_CONSOLE_QUEUE_PRESENCE_H

#include "console/ui/screen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;
struct ui;

struct presence {
	struct ui *ui;
	const struct queue *queue; /* whose requests are asked for */
	struct present {
		int64_t id;
		char *name;
		bool replies;
	} * v; /* who replies stands before who looks */
	size_t n;
	struct place told, wanted; /* where we said that we are, where we have come to */
	int64_t tell_at, read_at;  /* ticks when it has to be said again, asked again; 0: never */
};

void presence_init(struct presence *p, struct ui *ui, const struct queue *queue);
/* The screens may have changed: takes note of where the operator is now. */
void presence_follow(struct presence *p);
/* Something may have changed about the others. */
void presence_read_soon(struct presence *p);
/* Does what is due. */
void presence_tick(struct presence *p);
/* The connection is a new one. */
void presence_forget(struct presence *p);
/* Says goodbye. */
void presence_leave(struct presence *p);
void presence_release(struct presence *p);

/* Who is at that request, who replies before who looks; NULL: nobody else. */
const struct present *presence_find(const struct presence *p, int64_t id);
/* Who is where the operator is, for the line of state; NULL: nobody else. The caller frees it. */
char *presence_text(const struct presence *p);

#endif
