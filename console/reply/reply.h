/* An answer, a note or a question while it is being written: the text, what it is based on, and its
 * copy on disk. Knows no screen.
 *
 * The room reply/ is writing to a resident or to colleagues: the text and its draft on disk
 * (draft.h), an outside editor (editor.h), what it can be made of (suggestions.h, template.h,
 * placeholder.h), two texts in one (text_merge.h), and on top the screen's way to the database
 * (compose.h): what was typed is never lost, whatever is answered. */
#ifndef VARTA_CONSOLE_REPLY_REPLY_H
#define VARTA_CONSOLE_REPLY_REPLY_H

#include "console/reply/draft.h"
#include "console/request/request_detail.h"
#include "console/ui/line_edit.h"

#include <stdbool.h>
#include <stdint.h>

enum reply_kind {
	REPLY_ANSWER,
	REPLY_NOTE,     /* the resident never sees it */
	REPLY_QUESTION, /* back to the resident: the due date is paused */
	REPLY_REFERRAL, /* of the unit that has the request, for a moderator to approve */
	REPLY_KINDS
};

struct reply {
	int64_t id;       /* of the request */
	int version;      /* of the request, as the writer saw it */
	int64_t response; /* the draft in the database that the text changes; 0: a new one */
	int64_t seen;     /* the newest response that the writer saw */
	enum reply_kind kind;
	bool touched; /* the text is the operator's, not only what the database holds */
	bool unsaved; /* changed since the last reply_keep() */
	struct edit edit;
	struct draft draft;
	struct sending sending;
	char *base; /* the draft as it was when the text was begun; NULL: not known */
};

/* Begins one for that request; id and version are set already. Returns when an earlier text was
 * kept that is back now, in seconds since 1970; 0: there was none. */
int64_t reply_open(struct reply *l, const char *login, const char *city, int columns);
/* Frees it; what reply_keep() wrote stays, what the disk refused stays in memory. */
void reply_close(struct reply *l);

/* Something was typed. */
void reply_touch(struct reply *l);
/* Brings the copy on disk up to date, if it is not. Returns NULL or the complaint, which the caller
 * frees. */
char *reply_keep(struct reply *l);
/* Nobody needs the copy on disk any more. */
void reply_drop(struct reply *l);

/* Notes that the text goes off, under l->sending.key: a new one, or that under which the very same
 * went before, so that the database does it once. The copy on disk has to say so before it is sent.
 */
void reply_send(struct reply *l, enum sending_as as);
/* Whether something was typed since then. */
bool reply_went_on(const struct reply *l);

/* Takes over the draft that the request holds, if nothing is written yet. */
void reply_take_draft(struct reply *l, const struct detail *d);

/* What the database has done with the text that was sent, as its key tells. */
enum reply_fate {
	REPLY_OPEN,      /* nothing */
	REPLY_SAVED,     /* it is a draft, which later text changes */
	REPLY_REVISED,   /* the same, and the draft was changed since */
	REPLY_DELIVERED, /* published, asked or noted */
	REPLY_FATES
};
/* Whether that is anything at all. */
bool reply_is_done(const struct reply *l, const struct detail *d);
/* Then it is settled: only text that nothing was done with may go under its key again. */
enum reply_fate reply_settle(struct reply *l, const struct detail *d);

/* Whether the draft that the text changes is in the database no more, as where that was restored;
 * then the text stands for itself. */
bool reply_forget_lost(struct reply *l, const struct detail *d);

/* The text that somebody else wrote in the meantime where this one would stand, with its author;
 * NULL where there is none. */
const json_t *reply_theirs(const struct reply *l, const struct detail *d);
/* What the request holds now is what the text is based on. */
void reply_rebase(struct reply *l, const struct detail *d);

/* Puts text in at the cursor and goes to its first placeholder, if it has one. */
void reply_insert(struct reply *l, const char *text);
/* Goes to the next placeholder behind the cursor, or the first of all, so that what is typed
 * replaces it. Returns false where there is none. */
bool reply_next_placeholder(struct reply *l);

/* Puts both texts into one, with marks around what differs, see merge.h. */
void reply_merge(struct reply *l, const json_t *theirs, const char *my_name);
/* Goes on with what somebody else wrote instead. */
void reply_take_theirs(struct reply *l, const json_t *theirs);
/* Whether a line that reply_merge() put between two texts still stands in it. */
bool reply_has_marks(const struct reply *l);

/* Gives the text to an outside editor, see editor_run(). Returns NULL or the complaint, which the
 * caller frees. */
char *reply_edit(struct reply *l, const char *editor);

#endif
