/* A ring of the requests that were looked at last. */
#include "console/request/recent.h"

#include <stddef.h>

static int index_of(const struct recent *r, int64_t id)
{
	for (int i = 0; i < RECENT_MAX; i++)
		if (r->v[i].detail.row && r->v[i].detail.row->id == id)
			return i;
	return -1;
}

const struct recent_one *recent_find(const struct recent *r, int64_t id)
{
	int i = index_of(r, id);

	return i < 0 ? NULL : &r->v[i];
}

void recent_keep(struct recent *r, const struct detail *d, int64_t now)
{
	int i = index_of(r, d->row->id);
	struct recent_one *one = &r->v[i < 0 ? (int)(r->next++ % RECENT_MAX) : i];
	struct detail copy = detail_copy(d);

	detail_release(&one->detail);
	*one = (struct recent_one){copy, now};
}

void recent_each(const struct recent *r, void (*each)(void *arg, int64_t id), void *arg)
{
	for (int i = 0; i < RECENT_MAX; i++)
		if (r->v[i].detail.row)
			each(arg, r->v[i].detail.row->id);
}

void recent_forget(struct recent *r, int64_t id, int64_t until)
{
	int i = index_of(r, id);

	if (i < 0 || r->v[i].at > until)
		return;
	detail_release(&r->v[i].detail);
	r->v[i] = (struct recent_one){0};
}

void recent_release(struct recent *r)
{
	for (int i = 0; i < RECENT_MAX; i++)
		detail_release(&r->v[i].detail);
}
