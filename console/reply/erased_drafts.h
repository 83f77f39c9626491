/* Drafts on this disk of requests from which personal data were erased: the database cannot reach
 * them, so the console asks it at each connection and removes them. */
#ifndef VARTA_CONSOLE_REPLY_ERASED_DRAFTS_H
#define VARTA_CONSOLE_REPLY_ERASED_DRAFTS_H

struct ui;

/* Asks of which requests with drafts of the operator something was erased; what was written before
 * is removed, which is said. */
void erased_drafts_ask(struct ui *ui);

#endif
