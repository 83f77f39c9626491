/* The requests, or orders, that are marked, to be worked on together: kept by number, whatever the
 * list shows.
 */
#ifndef VARTA_CONSOLE_QUEUE_MARKS_H
#define VARTA_CONSOLE_QUEUE_MARKS_H

#include "console/data/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MARKS_MAX = 1000 }; /* that api.bulk() takes */

struct marks {
	struct mark {
		int64_t id;
		int version; /* the one that the operator saw */
		char *city;
	} * v; /* in the order of numbers */
	size_t n;
};

void marks_clear(struct marks *m);
bool marks_has(const struct marks *m, int64_t id);
/* The version that was marked; 0: it is not. */
int marks_version(const struct marks *m, int64_t id);
/* Marks the row's request, or takes the mark away. Returns false where there are too many. */
bool marks_toggle(struct marks *m, const struct row *row);
/* Marks it where it is not; the same. */
bool marks_add(struct marks *m, const struct row *row);
bool marks_put(struct marks *m, int64_t id, int version, const char *city);
void marks_remove(struct marks *m, int64_t id);
/* The operator knows that version of a request now; nothing where it is not marked, or a newer one
 * is known. */
void marks_seen(struct marks *m, int64_t id, int version);
/* Whether all are of one city. */
bool marks_one_city(const struct marks *m);

#endif
