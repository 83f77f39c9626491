/* A sorted array of the requests that are marked. */
#include "console/queue/marks.h"

#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

void marks_clear(struct marks *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->v[i].city);
	free(m->v);
	*m = (struct marks){0};
}

/* Where id is, or would have to be put. */
static size_t place(const struct marks *m, int64_t id)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (m->v[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct mark *find(const struct marks *m, int64_t id)
{
	size_t at = place(m, id);

	return at < m->n && m->v[at].id == id ? &m->v[at] : NULL;
}

bool marks_has(const struct marks *m, int64_t id)
{
	return find(m, id) != NULL;
}

int marks_version(const struct marks *m, int64_t id)
{
	const struct mark *mark = find(m, id);

	return mark ? mark->version : 0;
}

void marks_remove(struct marks *m, int64_t id)
{
	struct mark *mark = find(m, id);

	if (!mark)
		return;
	free(mark->city);
	m->n--;
	memmove(mark, mark + 1, (size_t)(m->v + m->n - mark) * sizeof(*mark));
}

static void add(struct marks *m, int64_t id, int version, const char *city)
{
	size_t at = place(m, id);

	m->v = xreallocarray(m->v, m->n + 1, sizeof(*m->v));
	memmove(m->v + at + 1, m->v + at, (m->n - at) * sizeof(*m->v));
	m->v[at] = (struct mark){id, version, xstrdup(city)};
	m->n++;
}

bool marks_put(struct marks *m, int64_t id, int version, const char *city)
{
	if (marks_has(m, id))
		return true;
	if (m->n == MARKS_MAX)
		return false;
	add(m, id, version, city);
	return true;
}

bool marks_add(struct marks *m, const struct row *row)
{
	return marks_put(m, row->id, row->version, row->city);
}

bool marks_toggle(struct marks *m, const struct row *row)
{
	if (!marks_has(m, row->id))
		return marks_add(m, row);
	marks_remove(m, row->id);
	return true;
}

void marks_seen(struct marks *m, int64_t id, int version)
{
	struct mark *mark = find(m, id);

	if (mark && version > mark->version)
		mark->version = version;
}

bool marks_one_city(const struct marks *m)
{
	for (size_t i = 1; i < m->n; i++)
		if (strcmp(m->v[i].city, m->v[0].city) != 0)
			return false;
	return true;
}
