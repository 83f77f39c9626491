/* The screen for writing, as far as those that open over it know it; what it has to do with the
 * database. */
#ifndef VARTA_CONSOLE_REPLY_COMPOSE_H
#define VARTA_CONSOLE_REPLY_COMPOSE_H

#include "console/reply/reply_screen.h"
#include "console/reply/suggestions.h"
#include "console/request/request_detail.h"
#include "console/ui/lines.h"
#include "console/ui/screen.h"

#include <stdbool.h>
#include <stddef.h>

/* How the text stands to the database. */
enum compose_state {
	COMPOSE_UNREAD,   /* the request is being read, and what it says is the base of the text */
	COMPOSE_KEPT,     /* the text comes from disk; a reading shows what became of it */
	COMPOSE_WRITING,  /* the text is based on what was read */
	COMPOSE_SAVING,   /* it is on its way as a draft */
	COMPOSE_SENT,     /* it was sent; a reading shows whether it is there, and as which draft */
	COMPOSE_CONFLICT, /* somebody was first; a reading shows who, and is the new base */
	COMPOSE_STATES
};

struct compose {
	struct reply_screen text;
	/* Set by the screen: the request, or what an answer can be made of, was read. */
	void (*loaded)(struct compose *c);
	char *city; /* its code */
	struct detail detail;
	struct suggestions suggestions;
	enum compose_state state;
	int64_t since;   /* when it was begun, by the clock of the database */
	bool for_unit;   /* it was begun as the answer of a unit */
	bool submits;    /* the draft is submitted as soon as it is saved */
	bool doubted;    /* what was read of the text is not certain yet; the database is asked */
	enum verb after; /* is done when a reading has shown what became of the text; VERB_NONE */
	char *conflict;  /* who was first, in COMPOSE_CONFLICT; otherwise NULL */
	json_t *theirs;  /* the response that was written in the meantime; NULL: none */
	struct lines words, beside;
};

struct compose *compose_of(const struct screen *s);

/* Reads the request; the first time also what an answer can be made of. */
void compose_load(struct compose *c);
void compose_load_suggestions(struct compose *c);

/* Whether the next reading decides something about the text. */
bool compose_awaits_reading(const struct compose *c);

/* The text is where it belongs: its copy on disk goes, the screen closes and says what. */
void compose_finish(struct compose *c, const char *what);
/* The personal data of the request were erased since it was begun: the text goes, wherever it is,
 * and what is shown of the resident. */
void compose_erased(struct compose *c);
/* Somebody else was first; takes why over. The next reading shows both texts. */
void compose_was_second(struct compose *c, char *why);

/* Whether this operator can write that for the request. */
bool compose_fits(const struct compose *c, enum reply_kind kind);
/* For screen_ops: what VERB_PUBLISH does with the text. */
enum verb compose_means(const struct screen *s, enum verb verb);

/* Actions of VERB_SAVE and VERB_PUBLISH. */
enum next compose_save(struct screen *s, enum verb verb);
enum next compose_publish(struct screen *s, enum verb verb);

#endif
