/* The requests that one could be a duplicate of, while the operator chooses. */
#ifndef VARTA_CONSOLE_REQUEST_SIMILAR_H
#define VARTA_CONSOLE_REQUEST_SIMILAR_H

#include "console/request/request_detail.h"
#include "console/ui/lines.h"
#include "console/ui/list_screen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct similar_item {
	int64_t id;
	int version;
	char *line;     /* number, status, distance, time between, category, subject */
	char *distance; /* '80 m'; NULL: not known */
};

struct similar {
	struct screen screen;
	struct list list;
	int64_t id; /* of the request that is to be merged */
	int version;
	struct detail mine;  /* json NULL until it is loaded */
	struct detail other; /* the one under the cursor; of an earlier one until it is loaded */
	struct similar_item *items;
	bool choosing; /* the one under the cursor was chosen before it was read */
	struct lines words, preview;
};

struct similar *similar_of(const struct screen *s);
/* The item under the cursor; NULL: there is none. */
const struct similar_item *similar_selected(const struct similar *s);
/* The same where the request itself and that one are read; NULL: not yet. */
const struct detail *similar_read(const struct similar *s);
/* Asks the database for the request itself and for what is near and alike. */
void similar_load(struct similar *s);
/* Asks for the one under the cursor of this struct similar, whole. */
void similar_load_other(void *similar);
/* Puts a request before the others, as soon as the database has it, and the cursor on it. */
void similar_add(struct similar *s, int64_t id);
void similar_compute(struct similar *s);
void similar_release(struct similar *s);

#endif
