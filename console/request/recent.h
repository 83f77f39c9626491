/* Requests that were looked at lately: shown at once when they are looked at again, and readable
 * while there is no connection. */
#ifndef VARTA_CONSOLE_REQUEST_RECENT_H
#define VARTA_CONSOLE_REQUEST_RECENT_H

#include "console/request/request_detail.h"

#include <stdint.h>

enum { RECENT_MAX = 100 };

struct recent {
	struct recent_one {
		struct detail detail;
		int64_t at; /* when the database said so, seconds since 1970 */
	} v[RECENT_MAX];
	unsigned next; /* where the next one goes */
};

/* Keeps a copy; the one that was kept longest makes room. */
void recent_keep(struct recent *r, const struct detail *d, int64_t now);
/* NULL where it is not kept; good until the next recent_keep(). */
const struct recent_one *recent_find(const struct recent *r, int64_t id);
/* Calls each with the number of every one. */
void recent_each(const struct recent *r, void (*each)(void *arg, int64_t id), void *arg);
/* What was kept of it up to a moment goes. */
void recent_forget(struct recent *r, int64_t id, int64_t until);
void recent_release(struct recent *r);

#endif
