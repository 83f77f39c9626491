/* All of the thing that a screen is at: asked for when it becomes another one, one question at a
 * time, so that a held key asks once. */
#ifndef VARTA_CONSOLE_ORDER_THING_PANE_H
#define VARTA_CONSOLE_ORDER_THING_PANE_H

#include "console/order/thing_detail.h"
#include "console/request/request_detail.h"
#include "console/ui/screen.h"

struct thing_pane {
	struct thing_detail detail;
	struct detail request;
	struct lines lines; /* the facts, for the room that pane_compute() was given */
	struct lines text;  /* of an order */
	bool asking, stale; /* stale: something has happened since it was asked for */
	char *trouble;      /* why there is nothing; NULL: nothing is wrong */
	enum thing_kind kind;
	int64_t id; /* what is asked for */
};

/* Asks for what s is at (ops->thing), unless that is there; anew: in any case. */
void pane_follow(struct screen *s, bool anew);
/* Words it again, so wide each: facts and text. */
void pane_compute(struct screen *s, int columns, int text_columns);
void pane_release(struct thing_pane *p);

#endif
