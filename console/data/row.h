/* One line of the queue, made harmless for a terminal. */
#ifndef VARTA_CONSOLE_DATA_ROW_H
#define VARTA_CONSOLE_DATA_ROW_H

#include "console/data/status.h"

#include <stdbool.h>
#include <stdint.h>

enum due_state { DUE_FAR, DUE_SOON, DUE_LATE };
enum area { AREA_INSIDE, AREA_OTHER_CITY, AREA_OUTSIDE, AREA_NO_POINT };
enum referral { REFERRAL_NONE, REFERRAL_SENT, REFERRAL_ACCEPTED };
enum draft_state { DRAFT_NONE, DRAFT_DRAFT, DRAFT_SUBMITTED, DRAFT_APPROVED, DRAFT_RECALLED };

struct row {
	int64_t id;
	int version;
	int rank;
	enum status status;
	enum due_state due_state;
	enum area area;
	enum draft_state draft;
	enum referral referral; /* to the operator's own unit, while it is open */
	int64_t due, received;  /* seconds since 1970; due 0: none */
	char *city, *kind;      /* codes; these and the others are never NULL */
	char *category, *category_short, *district, *title, *unit, *operator;
	char *due_key; /* the exact sort key, as the database wrote it */
	bool unseen;   /* a resident wrote later, and nobody has dealt with it */
	bool gone;     /* it left the list, but the cursor stands on it */
};

/* get returns the field of that name as text, NULL where it is null or missing; the text needs to
 * hold only until the next call. Names are those of the type api.queue_row. */
typedef const char *row_getter(void *source, const char *field);
struct row *row_new(row_getter *get, void *source);
void row_free(struct row *row);
/* What the request is about; of one whose words are not for the operator, that it is private. */
const char *row_title(const struct row *row);

#endif
