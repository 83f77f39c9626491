/* The acts on a request that change it: the same from every screen. */
#ifndef VARTA_CONSOLE_ACTS_H
#define VARTA_CONSOLE_ACTS_H

#include <stddef.h>
#include <stdint.h>

#include "console/row.h"
#include "console/screen.h"

/* The i-th act in the order of the help; VERB_NONE behind the last. */
enum verb act_at(size_t i);
/* Whether verb is one: then it works on every screen that gives a request. */
bool act_is(enum verb verb);
/* What the database calls it. */
const char *act_name(enum verb verb);

/* Begins verb on the request of row: sends it, or asks first for what it needs. */
enum next act_begin(struct screen *s, const struct row *row, enum verb verb);

/* Whether an act on that request is not answered yet. */
bool act_pending(const struct app *app, int64_t id);

/* Sends it, behind the answer to what was sent for the same request before. code and note are what
 * reject and refer take, otherwise NULL. */
void act_send(struct app *app, enum verb verb, int64_t id, int version, const char *code,
              const char *note);

#endif
