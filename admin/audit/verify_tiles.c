/* Reads tiles of leaves from the database, a folder or a web server. */
#include "admin/audit/verify_tiles.h"

#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <string.h>

/* Tiles that are read with one question: half a megabyte. */
#define PAGE "64"

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

/* Reads the tiles from index on, PAGE of them at most. */
static bool read_page(struct verify *v, uint64_t index)
{
	char *first = xasprintf("%" PRIu64, index);

	PQclear(v->page);
	v->page =
	        ctl_exec(v->ctl, "select index, hashes from audit.log_tiles($1::bigint, " PAGE ")",
	                 1, (const char *const[]){first});
	v->failed |= !v->page;
	free(first);
	return v->page;
}

/* The row of a tile in the page that was read last; -1: it is not there. */
static int row_in_page(const struct verify *v, uint64_t index)
{
	for (int row = 0; v->page && row < PQntuples(v->page); row++)
		if ((uint64_t)db_result_int(v->page, row, "index") == index)
			return row;
	return -1;
}

/* One that is not there is an empty one; one that may have grown since is read anew. */
static char *read_from_database(void *arg, const struct tile_name *tile, struct buf *out)
{
	struct verify *v = arg;
	int row = row_in_page(v, tile->index);

	if (row >= 0) {
		add_bytea(out, db_result_text(v->page, row, "hashes"));
		if (out->len == TILE_BYTES)
			return NULL;
		buf_clear(out);
	}
	if (!read_page(v, tile->index))
		return xstrdup("");
	row = row_in_page(v, tile->index);
	if (row >= 0)
		add_bytea(out, db_result_text(v->page, row, "hashes"));
	return NULL;
}

struct tile_reader verify_tiles_of_database(struct verify *v)
{
	return (struct tile_reader){read_from_database, v};
}

static char *get(struct verify *v, const struct tile_name *tile, struct buf *out,
                 enum fetch_result *result)
{
	char name[TILE_PATH_SIZE], *place, *why;

	tile_path(tile, name);
	place = xasprintf("%s/%s", v->tiles, name);
	buf_clear(out);
	why = fetch_get(v->fetch, place, TILE_BYTES, out, result);
	v->unreachable |= *result == FETCH_UNREACHABLE;
	free(place);
	return why;
}

/* A full one stands for a narrower one that is gone. */
static char *read_published(void *arg, const struct tile_name *tile, struct buf *out)
{
	const struct tile_name full = {tile->level, tile->index, TILE_WIDTH};
	struct verify *v = arg;
	enum fetch_result result, ignored;
	char *why = get(v, tile, out, &result), *again;

	if (!why || result != FETCH_ABSENT || tile->width == TILE_WIDTH)
		return why;
	again = get(v, &full, out, &ignored);
	if (again && !v->unreachable) {
		free(again);
		return why;
	}
	free(why);
	return again;
}

struct tile_reader verify_tiles_published(struct verify *v)
{
	return (struct tile_reader){read_published, v};
}
