/* A text that is being written, kept on disk until the database has it.
 *
 * One file for each request, locked by the console that has it open, so that a draft comes back
 * once, also where two consoles run. Each save writes a new file and renames it over the old. */
#ifndef VARTA_CONSOLE_REPLY_DRAFT_H
#define VARTA_CONSOLE_REPLY_DRAFT_H

#include "console/reply/draft_text.h"

#include <stdbool.h>
#include <stdint.h>

/* What was found beside it when it was opened, and is kept for the operator to look at. */
enum draft_aside {
	DRAFT_ASIDE_NONE,
	DRAFT_ASIDE_DAMAGED, /* the draft's file: it could not be read, or not all of it */
	DRAFT_ASIDE_EDITOR   /* what an editor had that did not end well */
};

struct draft {
	char *stem; /* what its file is called, apart from its last part */
	char *path; /* NULL: there is no folder for it, or too many of it are open */
	int fd;     /* the file that holds the lock; -1: nothing saved yet */
	enum draft_aside aside;
	char *aside_path; /* for people; NULL: nothing is aside */
};

/* Takes the place of that operator's draft for that request. Returns true and fills text where an
 * earlier one was left behind; otherwise text is untouched. Of a file that is damaged, what can be
 * read comes back. What came from elsewhere than the draft's own file is saved already. */
bool draft_open(struct draft *d, const char *login, const char *city, int64_t id,
                struct draft_text *text);
/* Returns NULL or the complaint, which the caller frees. */
char *draft_save(struct draft *d, const struct draft_text *text);
/* The database has the text, or nobody wants it: the file goes. */
void draft_remove(struct draft *d);
/* Gives the place back; what was saved stays. */
void draft_close(struct draft *d);

/* Whether one of that operator for that request is on disk. */
bool draft_is_kept(const char *login, const char *city, int64_t id);

/* Calls each with the number of every request for which a draft of that operator is kept; beside:
 * also where nothing is left of it but what lies beside it, of an editor say. */
void draft_each(const char *login, bool beside, void (*each)(void *arg, int64_t id), void *arg);

/* Removes what is kept of that operator for that request and was written up to a moment (seconds
 * since 1970): drafts, and what an editor or a killed console left beside them. What a console has
 * open stays. Returns how many drafts there were. */
int draft_forget(const char *login, int64_t id, int64_t until);

/* What the files of that operator's drafts for that request are called; the caller frees it. */
char *draft_stem(const char *login, const char *city, int64_t id);

/* The number of the request that it is for. */
int64_t draft_id(const struct draft *d);

/* The path of the file that an outside editor gets, and what it is called as soon as the editor has
 * ended well; on the heap, NULL: there is no place for one. draft_open() takes the text from the
 * latter where no console lived to do so. */
char *draft_editor_path(const struct draft *d);
char *draft_edited_path(const struct draft *d);

#endif
