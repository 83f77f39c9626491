/* An answer, a note or a question while it is being written: the text, what it is based on, and its
 * copy on disk. Knows no screen. */
#ifndef VARTA_CONSOLE_LETTER_H
#define VARTA_CONSOLE_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "console/detail.h"
#include "console/draft.h"
#include "console/edit.h"

enum letter_kind {
	LETTER_ANSWER,
	LETTER_NOTE,     /* the resident never sees it */
	LETTER_QUESTION, /* back to the resident: the time for the answer stands still */
	LETTER_KINDS
};

struct letter {
	int64_t id;       /* of the request */
	int version;      /* of the request, as the writer saw it */
	int64_t response; /* the draft in the database that the text changes; 0: a new one */
	int64_t seen;     /* the newest response that the writer saw */
	enum letter_kind kind;
	bool touched; /* the text is the operator's, not only what the database holds */
	bool unsaved; /* changed since the last letter_keep() */
	struct edit edit;
	struct draft draft;
	/* The text as it was sent to the database, or may have been before it came back from disk;
	 * NULL: it was not. */
	char *sent;
	char *base; /* the draft as it was when the text was begun; NULL: not known */
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

/* What came of a text that was kept on disk. */
enum letter_fate {
	LETTER_OPEN,     /* the request does not hold it */
	LETTER_SAVED,    /* it is a draft there, which it then changes */
	LETTER_DELIVERED /* published, asked or noted already */
};
enum letter_fate letter_fate(struct letter *l, const struct detail *d);

/* The text that somebody else wrote in the meantime where this one would stand, with its author;
 * NULL where there is none. */
const json_t *letter_theirs(const struct letter *l, const struct detail *d);
/* What the request holds now is what the text is based on. */
void letter_rebase(struct letter *l, const struct detail *d);

/* Puts text in at the cursor and goes to its first placeholder, if it has one. */
void letter_insert(struct letter *l, const char *text);
/* Goes to the next placeholder behind the cursor, or the first of all, so that what is typed
 * replaces it. Returns false where there is none. */
bool letter_next_slot(struct letter *l);

/* Puts both texts into one, with marks around what differs, see merge.h. */
void letter_merge(struct letter *l, const json_t *theirs, const char *my_name);
/* Goes on with what somebody else wrote instead. */
void letter_take_theirs(struct letter *l, const json_t *theirs);
/* Whether a line that letter_merge() put between two texts still stands in it. */
bool letter_has_marks(const struct letter *l);

/* Gives the text to an outside editor, see editor_run(). Returns NULL or the complaint, which the
 * caller frees. */
char *letter_edit(struct letter *l, const char *editor);

#endif
