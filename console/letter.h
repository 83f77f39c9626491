/* An answer or a note while it is being written: the text, what it is based on, and its copy on
 * disk. Knows no screen. */
#ifndef VARTA_CONSOLE_LETTER_H
#define VARTA_CONSOLE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "console/detail.h"
#include "console/draft.h"
#include "console/edit.h"

struct letter {
	int64_t id;       /* of the request */
	int version;      /* of the request, as the writer saw it */
	int64_t response; /* the draft in the database that the text changes; 0: a new one */
	bool internal;    /* a note, not an answer */
	bool touched;     /* the text is the operator's, not only what the database holds */
	bool unsaved;     /* changed since the last letter_keep() */
	struct edit edit;
	struct draft draft;
	char *sent; /* the text as it was sent to the database; NULL: it was not */
};

/* Begins one for that request; id and version are set already. Returns when an earlier text was
 * kept that is back now, in seconds since 1970; 0: there was none. */
int64_t letter_open(struct letter *l, const char *login, const char *city, int columns);
/* Frees it; what letter_keep() wrote stays. */
void letter_close(struct letter *l);

/* Something was typed. */
void letter_touch(struct letter *l);
/* Brings the copy on disk up to date, if it is not. Returns 0, or -1 with errno set. */
int letter_keep(struct letter *l);
/* Nobody needs the copy on disk any more. */
void letter_drop(struct letter *l);

/* Notes that the text is on its way. */
void letter_send(struct letter *l);
/* Whether something was typed since then. */
bool letter_went_on(const struct letter *l);
/* Whether the request holds the very text that was sent; later text then changes that draft. */
bool letter_arrived(struct letter *l, const struct detail *d);

/* Takes over the draft that the request holds, if nothing is written yet. */
void letter_take_draft(struct letter *l, const struct detail *d);

/* Gives the text to an outside editor, see editor_run(). Returns NULL or the complaint, which the
 * caller frees. */
char *letter_edit(struct letter *l, const char *editor);

#endif
