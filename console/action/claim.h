/* 'Give me the next one': the database chooses what is nobody's, and two never get the same. */
#ifndef VARTA_CONSOLE_ACTION_CLAIM_H
#define VARTA_CONSOLE_ACTION_CLAIM_H

#include "console/ui/screen.h"

/* Claims the first request that the queue's filter lets through, and opens it. */
enum next claim_begin(struct screen *s, const struct row *row);

#endif
