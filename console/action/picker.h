/* Choosing one of a short list, over the lower part of the screen below: what the screens for
 * units and for reasons have in common. */
#ifndef VARTA_CONSOLE_ACTION_PICKER_H
#define VARTA_CONSOLE_ACTION_PICKER_H

#include "console/ui/list_screen.h"
#include "lib/db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct picker {
	struct screen screen;
	struct list list;
	enum verb verb; /* the act that the choice is for */
	int64_t id;
	int version;
	char *city;
	char *title; /* owned; NULL: the label of the act */
	char *note;  /* owned; never NULL */
	bool bare;   /* takes no note */
	struct picker_item {
		char *code, *name;
		char *text; /* what the choice means for the resident; never NULL */
	} * items;
	char *suggested; /* the code to begin with; NULL: none */
};

/* The title is the label of ask->verb. */
struct picker *picker_new(struct ui *ui, const struct screen_ops *ops, const struct ask *ask);
struct picker *picker_of(const struct screen *s);
/* A screen_done: takes rows of code and name. */
void picker_fill(struct screen *s, const PGresult *res, const struct db_error *error);
/* What the choice begins with and marks as suggested; before picker_fill(). */
void picker_suggest(struct picker *p, const char *code);
void picker_note(struct picker *p, const char *note);

extern const struct action picker_actions[];
extern const enum verb picker_hints[];
/* Where it takes no note. */
extern const struct action picker_bare_actions[];
extern const enum verb picker_bare_hints[];
void picker_close(struct screen *s);
void picker_paint(struct screen *s);

#endif
