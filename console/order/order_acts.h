/* The acts on defects, orders, rounds and campaigns, from the rows of
 * console/terminal/order_acts.def: what each is in the database, what it asks for, and whether it
 * is possible now. */
#ifndef VARTA_CONSOLE_ORDER_ORDER_ACTS_H
#define VARTA_CONSOLE_ORDER_ORDER_ACTS_H

#include "console/order/thing.h"
#include "console/ui/screen.h"

#include <stdbool.h>
#include <stddef.h>

/* What is typed for an act. */
enum order_line {
	LINE_NONE,
	LINE_NOTE,       /* a note, or nothing */
	LINE_WHY,        /* a text that has to be there */
	LINE_PAPER,      /* how it was handed over */
	LINE_DAY,        /* a day and a note, or nothing */
	LINE_DAY_WHY,    /* a day, and why */
	LINE_NUMBER_DAY, /* a number, a day, and by which law */
	LINE_REQUEST     /* the number of a request */
};

struct order_act {
	enum verb verb;
	const char *verb_name; /* the database's word for it */
	const char *setting;   /* of order_change and defect_change: what it changes; of
	                        * order_enforce: the kind */
	enum order_line line;
	enum screen_id asks; /* the screen that asks for more, behind the line; SCREEN_NONE: none */
	const char *label;   /* in front of the line, or above the list */
	const char *confirm; /* what is asked before it is done; NULL: nothing */
	bool bulk;           /* is done with many at once, too */
	const char *happens; /* then, to each of them, as the question says it */
	bool anew;           /* makes a thing, and needs none */
	const char *command; /* 'varta order NAME'; NULL: it is none */
	const char *summary; /* the command's help */
};

/* NULL where verb is none of them, or there are not so many. */
const struct order_act *order_act_find(enum verb verb);
const struct order_act *order_act_at(size_t i);
const struct order_act *order_act_of_command(const char *command);
/* What it is done with. */
enum thing_kind order_act_on(const struct order_act *act);

#endif
