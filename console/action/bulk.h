/* One act on many requests: asked once, sent in one call, a result for each of them. */
#ifndef VARTA_CONSOLE_ACTION_BULK_H
#define VARTA_CONSOLE_ACTION_BULK_H

#include "console/action/action_table.h"
#include "console/queue/marks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bulk {
	enum verb verb; /* of what is asked, sent, or was answered */
	char *args[ACT_ARGS];
	char *with; /* what was chosen for it, as the question names it; NULL: nothing */
	struct bulk_result {
		int64_t id;
		bool done;
		char *text; /* what was done, or why not */
	} * results;        /* what was not done first */
	size_t n, failed;
	enum screen_id opens; /* what the numbers are those of */
};

/* What the next bulk_ask() is with: the unit, the reason, the text. */
void bulk_with(struct console *console, const char *with);
/* Asks whether verb shall be done with all that are marked, then sends it; first and second as of
 * act_send(). What is done loses its mark. */
void bulk_ask(struct console *console, enum verb verb, const char *first, const char *second);
/* Sends verb for requests without asking. */
void bulk_send(struct console *console, enum verb verb, const struct mark *v, size_t n);
/* Forgets the results of the last one, and makes room for n, each of which that screen shows. */
void bulk_begin(struct bulk *bulk, size_t n, enum screen_id opens);
void bulk_release(struct bulk *bulk);

#endif
