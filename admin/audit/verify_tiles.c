/* Reads tiles of leaves from the database, a folder or a web server. */
#include "admin/audit/verify_tiles.h"

#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <string.h>

/* Adds a bytea that came as text. */
static void add_bytea(struct buf *out, const char *text)
{
	size_t len;
	unsigned char *bytes = PQunescapeBytea((const unsigned char *)text, &len);

	if (!bytes)
		xmalloc_fail();
	buf_add(out, bytes, len);
	PQfreemem(bytes);
}

/* One that is not there is an empty one. */
static char *read_from_database(void *arg, const struct tile_name *tile, struct buf *out)
{
	struct verify *v = arg;
	char *index = xasprintf("%" PRIu64, tile->index);
	PGresult *res = ctl_exec(
	        v->ctl, "select hashes from audit.log_tiles($1::bigint, 1) where index = $1", 1,
	        (const char *const[]){index});

	free(index);
	if (!res) {
		v->failed = true;
		return xstrdup("");
	}
	if (PQntuples(res) == 1)
		add_bytea(out, PQgetvalue(res, 0, 0));
	PQclear(res);
	return NULL;
}

struct tile_reader verify_tiles_of_database(struct verify *v)
{
	return (struct tile_reader){read_from_database, v};
}

static char *get(struct verify *v, const struct tile_name *tile, struct buf *out, bool *absent)
{
	char name[TILE_PATH_SIZE], *place, *why;

	tile_path(tile, name);
	place = xasprintf("%s/%s", v->tiles, name);
	buf_clear(out);
	why = fetch_get(v->fetch, place, TILE_BYTES, out, absent);
	free(place);
	return why;
}

/* A full one stands for a narrower one that is gone. */
static char *read_published(void *arg, const struct tile_name *tile, struct buf *out)
{
	const struct tile_name full = {tile->level, tile->index, TILE_WIDTH};
	struct verify *v = arg;
	bool absent, ignored;
	char *why = get(v, tile, out, &absent), *again;

	if (!why || !absent || tile->width == TILE_WIDTH)
		return why;
	again = get(v, &full, out, &ignored);
	if (again) {
		free(again);
		return why;
	}
	free(why);
	return NULL;
}

struct tile_reader verify_tiles_published(struct verify *v)
{
	return (struct tile_reader){read_published, v};
}
