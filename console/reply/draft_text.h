/* What a draft's file says: a few lines about the text, then the text. */
#ifndef VARTA_CONSOLE_REPLY_DRAFT_TEXT_H
#define VARTA_CONSOLE_REPLY_DRAFT_TEXT_H

#include "lib/base/uuid.h"

#include <stdbool.h>
#include <stdint.h>

struct buf;

/* How a text went to the database the last time. */
struct sending {
	enum sending_state {
		SENDING_NONE,    /* it did not, or what became of it is known */
		SENDING_SAME,    /* the database may have done it, with the text as it is */
		SENDING_CHANGED, /* the database may have done it, with an earlier text */
		SENDING_STATES
	} state;
	enum sending_as { SENDING_SAVED, SENDING_PUBLISHED, SENDING_WAYS } as;
	char key[UUID_SIZE]; /* under which it was sent */
};

enum { DRAFT_KIND_UNKNOWN = -1 };

struct draft_text {
	char *body;       /* owned */
	int version;      /* of the request, that the text was based on; 0: not known */
	int64_t response; /* the draft in the database that it changes; 0: none */
	int kind;         /* enum reply_kind, or DRAFT_KIND_UNKNOWN */
	struct sending sending;
	int64_t saved_at; /* seconds since 1970; set by draft_open() */
};

/* Returns whether file is a whole draft, and fills text, of which the body is the caller's. */
bool draft_text_parse(const struct buf *file, struct draft_text *text);
/* Of a file that is damaged: as many lines of its head as there are, and what stands behind
 * them. */
struct draft_text draft_text_damaged(const struct buf *file);
void draft_text_print(struct buf *out, const struct draft_text *text);

#endif
