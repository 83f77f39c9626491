/* What this console keeps of requests from which personal data were erased: drafts on the disk, the
 * text that is being written, what was looked at lately. The database cannot reach it, so the
 * console asks it at each connection, and when something has changed, and removes what is from
 * before. */
#ifndef VARTA_CONSOLE_REPLY_ERASED_DRAFTS_H
#define VARTA_CONSOLE_REPLY_ERASED_DRAFTS_H

#include <stdbool.h>
#include <stdint.h>

struct ui;

struct erased_drafts {
	struct ui *ui;
	int64_t next; /* ticks: not asked before */
	bool due;     /* it is to be asked then */
};

/* Asks of which requests something was erased; what is kept of them from before is removed, which
 * is said of texts. */
void erased_drafts_ask(struct erased_drafts *e);
/* The same, but not more often than every few seconds. */
void erased_drafts_ask_soon(struct erased_drafts *e);
/* The moment has come, perhaps. */
void erased_drafts_wake(struct erased_drafts *e);

#endif
