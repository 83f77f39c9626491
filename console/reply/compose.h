/* The screen for writing, as far as those that open over it know it; what it has to do with the
 * database. */
#ifndef VARTA_CONSOLE_REPLY_COMPOSE_H
#define VARTA_CONSOLE_REPLY_COMPOSE_H

#include "console/reply/reply.h"
#include "console/reply/suggestions.h"
#include "console/request/request_detail.h"
#include "console/ui/lines.h"
#include "console/ui/screen.h"

#include <stdbool.h>
#include <stddef.h>

struct compose {
	struct screen screen;
	struct reply letter;
	char *city; /* its code */
	struct detail detail;
	struct suggestions material;
	bool sending;
	bool rebase;   /* the next reading is what the text is based on */
	bool doubtful; /* whether the database has what was sent is seen by the next reading */
	bool kept;     /* the text comes from disk, and what became of it is seen by the reading */
	enum verb after; /* what was pressed before that; VERB_NONE: nothing */
	char *conflict;  /* who was first; shown together with the request as it is now */
	json_t *theirs;  /* the response that was written in the meantime; NULL: none */
	struct lines words, beside;
	size_t top; /* first wrapped line of the text on the screen */
};

struct compose *compose_of(const struct screen *s);
/* Something was typed or put in. */
void compose_touched(struct compose *c);
/* The request was read: the lines that stand around the text are other ones. */
void compose_compute(struct compose *c);

/* Reads the request; the first time also what an answer can be made of. */
void compose_load(struct compose *c);
void compose_load_material(struct compose *c);

/* Actions of VERB_SAVE and VERB_PUBLISH. */
enum next compose_save(struct screen *s, enum verb verb);
enum next compose_publish(struct screen *s, enum verb verb);

#endif
