/* Why an act cannot be done with a request now, as the database says (varta.refusals()): known
 * before anything is typed, from what was read of the request last. */
#ifndef VARTA_CONSOLE_ACTION_REFUSAL_H
#define VARTA_CONSOLE_ACTION_REFUSAL_H

#include "console/request/request_detail.h"
#include "console/ui/screen.h"

/* NULL: it can, or nothing is known; otherwise good until the next call. row may be NULL. */
const char *act_refuses(const struct screen *s, const struct row *row, enum verb verb);
/* Whether anything is known. */
bool act_knows(const struct screen *s, const struct row *row);
/* The same from what is known of the request. */
const char *act_refuses_by(const struct detail *d, enum verb verb);
/* Asks the database, where nothing is known, whether what the screen on top has been opened for can
 * be done: if not, closes it again and says why, before much is typed. */
void act_check(struct ui *ui, const struct row *row, enum verb verb);

#endif
