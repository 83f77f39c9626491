/* A list on the screen, one row under the cursor. It knows how many rows there are and where the
 * cursor is; the rows are its owner's, who paints one when asked. */
#ifndef VARTA_CONSOLE_UI_LIST_H
#define VARTA_CONSOLE_UI_LIST_H

#include "console/terminal/key.h"
#include "console/terminal/term.h"
#include "console/terminal/verbs.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LIST_AHEAD = 8 }; /* different keys that can be ahead of their rows */

struct list;

struct list_ops {
	/* Paints row i at line y, with list_row() or otherwise. */
	void (*paint)(const struct list *l, size_t i, int y);
	/* What tells row i from all others, so that the cursor stays on it when the rows are read
	 * again. May be NULL: the cursor stays on its line. */
	int64_t (*id)(const void *owner, size_t i);
	/* The cursor is on another row. May be NULL. */
	void (*moved)(void *owner);
	const char *empty; /* stands there where there is no row, untranslated; NULL: nothing */
	int column;        /* of the terminal's cursor, on the cursor's line */
	bool digits;       /* the first nine rows begin with the digit that selects them */
};

/* A key that was pressed before its row was there. */
struct list_key {
	keycode digit; /* 0: none */
	enum verb verb;
	int times;
};

struct list {
	const struct list_ops *ops;
	void *owner;
	size_t n, cursor, top;
	int64_t id;    /* of the row under the cursor, where rows have one */
	int y, height; /* lines of the screen, as list_place() said */
	size_t tail;   /* lines that the owner paints behind the last row, scrolled with the rows */
	bool complete; /* all rows have come; before that, keys can be ahead of them, and empty
	                  lines stay below the last one */
	bool arrow;    /* the cursor's row begins with '>' instead of looking selected */
	char *trouble; /* why there are no rows; NULL: nothing is wrong */
	struct list_key ahead[LIST_AHEAD];
	size_t ahead_n;
};

void list_init(struct list *l, const struct list_ops *ops, void *owner, bool arrow);
void list_release(struct list *l);

/* The owner's rows are other ones, n of them; complete: no more of them are awaited. The cursor
 * stays on its row where that is still there, otherwise on its line. */
void list_set(struct list *l, size_t n, bool complete);
/* The rows could not be read; takes why over. The list keeps those that it has. */
void list_fail(struct list *l, char *why);

/* Moves the cursor: to a row, as a verb (up, down, pages, ends) or as a digit says. Return whether
 * it is on another row now; list_digit() whether there is such a row. */
bool list_go(struct list *l, size_t to);
bool list_move(struct list *l, enum verb verb);
bool list_digit(struct list *l, keycode k);
/* The row at a line of the screen, or the nearest one that is seen; 0 in an empty list. */
size_t list_row_at(const struct list *l, int line);
/* '3/12': the cursor's row and how many there are; the caller frees it. */
char *list_position(const struct list *l);
/* Keeps a key for later, and returns true, where rows are awaited that it could be meant for: a
 * digit or, with digit 0, a verb. */
bool list_waits(struct list *l, keycode digit, enum verb verb);
/* Keeps a key for later; the owner knows that its row is still to come. */
void list_keep(struct list *l, keycode digit, enum verb verb);

/* Of rows that come in pieces: in place of so many rows at that index there are others now. The
 * cursor and the first line stay on theirs; on one that went they are on what follows it. */
void list_splice(struct list *l, size_t at, size_t removed, size_t added);

/* Gives it height lines from y on; the cursor's row is among those that are shown. */
void list_place(struct list *l, int y, int height);
/* The lines that it takes of these: at least one, which an empty list says so on. */
int list_lines(const struct list *l);
void list_paint(const struct list *l);
/* A row's text with the digit and the cursor's sign before it, as wide as the screen. */
void list_row(const struct list *l, size_t i, int y, enum style style, const char *text);
/* Whether row i looks selected, so that no other style fits in. */
bool list_highlights(const struct list *l, size_t i);
/* Where the terminal's cursor belongs, after list_place(). */
void list_cursor(const struct list *l, int *y, int *x);

#endif
