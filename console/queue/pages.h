/* The stretch of the queue that is in memory: a list (ui/list.h) of rows in the database's order
 * around the cursor. Knows no database; what it is given it owns. */
#ifndef VARTA_CONSOLE_QUEUE_PAGES_H
#define VARTA_CONSOLE_QUEUE_PAGES_H

#include "console/data/row.h"
#include "console/ui/list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pages {
	struct list list; /* complete: the queue ends here */
	struct row **rows;
	bool at_start;  /* the queue begins here */
	int64_t before; /* rows of the queue before the first one here */
};

enum { PAGES_NONE = -1 };

/* The list begins with ops and owner; ops calls pages_moved(). */
void pages_init(struct pages *p, const struct list_ops *ops, void *owner, bool arrow);
void pages_clear(struct pages *p);
void pages_release(struct pages *p);
/* Adds n rows behind the last; end: the queue ends with them. */
void pages_append(struct pages *p, struct row **rows, size_t n, bool end);
/* Adds n rows before the first; start: the queue begins with them. */
void pages_prepend(struct pages *p, struct row **rows, size_t n, bool start);

/* Puts a newer reading in place of everything from index from on. The selected row stays selected,
 * and on its line of the screen; if it is gone, it stays as a tombstone until the cursor leaves
 * it. */
void pages_renew(struct pages *p, size_t from, struct row **rows, size_t n, bool end);

/* Puts row in place of the one with its id and returns true; otherwise frees it. */
bool pages_replace(struct pages *p, struct row *row);

long pages_find(const struct pages *p, int64_t id);
/* NULL where there is none. */
struct row *pages_selected(const struct pages *p);

/* The cursor is on another row: what it left as a tombstone goes. */
void pages_moved(struct pages *p);

/* Drops what is further from the cursor than keep rows. */
void pages_trim(struct pages *p, size_t keep);

#endif
