/* The answers that the operator has published and that have not left yet: the database holds
 * them back until the recall window of their city ends. */
#ifndef VARTA_CONSOLE_ACTION_RECALL_H
#define VARTA_CONSOLE_ACTION_RECALL_H

#include <stddef.h>
#include <stdint.h>

struct ui;

struct recall {
	struct ui *ui;
	struct recallable {
		int64_t id;
		int version;
		int64_t until; /* seconds since 1970, the server's clock */
	} * v;                 /* the last one first */
	size_t n;
};

void recall_init(struct recall *recall, struct ui *ui);
/* Asks the database anew. */
void recall_refresh(struct recall *recall);
void recall_release(struct recall *recall);

/* The answer to that request, otherwise the one that was published last; NULL: there is none. */
const struct recallable *recall_find(const struct recall *recall, int64_t id);

/* The countdown for the line of state; NULL: nothing can be recalled. The caller frees it. */
char *recall_text(const struct recall *recall);
/* Drops what has left. Returns the ms until the countdown changes; -1: there is none. */
int recall_tick(struct recall *recall);

#endif
