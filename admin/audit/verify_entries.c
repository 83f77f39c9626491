/* Compares what every event in the log says now with the leaf that was sealed. */
#include "admin/audit/verify.h"
#include "admin/audit/verify_tiles.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <string.h>

#define PAGE "10000"

/* Leaves that are missing, until it is known what stands behind them. */
struct gap {
	bool open;
	uint64_t first, last;
	char *before; /* the last event before them; NULL: there is none */
};

struct entries {
	struct verify *v;
	struct tile_reader database;
	struct buf hashes; /* of the tile that was read last */
	uint64_t index;    /* its number */
	bool trusted;      /* whether it is one of v->leaves */
	char *previous;    /* the last event that is there, as 'kyiv 117'; NULL */
	struct gap gap;
};

/* Reads the tile of a leaf, unless it is the one that was read last: as the checkpoints prove it,
 * or, where none does, as the database has it. false where it cannot be read, after it has
 * complained: nothing is known of the leaf then. */
static bool load_tile(struct entries *e, uint64_t leaf)
{
	struct verify *v = e->v;
	bool trusted = leaf < v->proved;
	const struct tile_reader *reader = trusted ? &v->leaves : &e->database;
	struct tile_name tile = {0, leaf / TILE_WIDTH, 0};
	char *why;

	if (e->hashes.len && e->index == tile.index && e->trusted == trusted)
		return true;
	buf_clear(&e->hashes);
	e->index = tile.index;
	e->trusted = trusted;
	tile.width = tile_width(0, tile.index, trusted ? verify_size(v) : v->log_size);
	why = reader->read(reader->arg, &tile, &e->hashes);
	if (why && *why)
		log_warnx("%s", why);
	v->failed |= why != NULL;
	free(why);
	return !v->failed;
}

/* The leaf in the tile that was read; NULL: it is nowhere. */
static const struct merkle_hash *sealed_leaf(const struct entries *e, uint64_t leaf)
{
	size_t at = leaf % TILE_WIDTH * MERKLE_HASH_SIZE;

	return at + MERKLE_HASH_SIZE <= e->hashes.len
	               ? (const struct merkle_hash *)(e->hashes.data + at)
	               : NULL;
}

static const char *value(const PGresult *res, int row, const char *column)
{
	int field = PQfnumber(res, column);

	return PQgetisnull(res, row, field) ? NULL : PQgetvalue(res, row, field);
}

static char *name_of(const PGresult *res, int row)
{
	const char *city = value(res, row, "city"), *event = value(res, row, "event");

	return xasprintf("%s %s", city ? city : _("no city"), event ? event : "?");
}

static void close_gap(struct entries *e, const char *behind)
{
	if (e->gap.open)
		verify_fault(e->v, &(struct fault){.what = _("an event is missing that was sealed"),
		                                   .has_leaf = true,
		                                   .leaf = e->gap.first,
		                                   .last = e->gap.last,
		                                   .before = e->gap.before,
		                                   .behind = behind});
	free(e->gap.before);
	e->gap = (struct gap){0};
}

static void on_missing(struct entries *e, uint64_t leaf)
{
	if (!e->gap.open)
		e->gap = (struct gap){.open = true,
		                      .first = leaf,
		                      .before = e->previous ? xstrdup(e->previous) : NULL};
	e->gap.last = leaf;
}

static void fault_of(struct entries *e, const PGresult *res, int row, uint64_t leaf,
                     const char *what)
{
	verify_fault(e->v, &(struct fault){.what = what,
	                                   .has_leaf = true,
	                                   .leaf = leaf,
	                                   .last = leaf,
	                                   .city = value(res, row, "city"),
	                                   .event = value(res, row, "event"),
	                                   .request = value(res, row, "request"),
	                                   .sealed = value(res, row, "sealed")});
}

/* Whether the hash that the row gives now is the one that was sealed. */
static bool is_as_sealed(const struct entries *e, const PGresult *res, int row, uint64_t leaf)
{
	const struct merkle_hash *sealed = sealed_leaf(e, leaf);
	const char *hex = value(res, row, "hash");
	struct merkle_hash now;

	return sealed && hex && merkle_of_hex(hex, strlen(hex), &now) && merkle_equal(sealed, &now);
}

static void on_event(struct entries *e, const PGresult *res, int row, uint64_t leaf)
{
	const char *fault = value(res, row, "fault");
	char *name = name_of(res, row);

	close_gap(e, name);
	e->v->events++;
	if (!is_as_sealed(e, res, row, leaf))
		fault_of(e, res, row, leaf, _("it is not the event that was sealed"));
	else if (fault)
		fault_of(e, res, row, leaf, i18n_word(fault));
	free(e->previous);
	e->previous = name;
}

static void on_padding(struct entries *e, const PGresult *res, int row, uint64_t leaf)
{
	close_gap(e, NULL);
	e->v->padding++;
	if (!is_as_sealed(e, res, row, leaf))
		fault_of(e, res, row, leaf,
		         _("what was sealed here is not the padding that the database says"));
}

static void on_row(struct entries *e, const PGresult *res, int row)
{
	uint64_t leaf = strtoull(value(res, row, "leaf"), NULL, 10);
	const char *what = value(res, row, "what");
	bool is_event = strcmp(what, "event") == 0, is_padding = strcmp(what, "padding") == 0;

	if ((is_event || is_padding) && !load_tile(e, leaf))
		return;
	if (is_event) {
		on_event(e, res, row, leaf);
	} else if (is_padding) {
		on_padding(e, res, row, leaf);
	} else if (strcmp(what, "missing") == 0) {
		on_missing(e, leaf);
	} else {
		close_gap(e, NULL);
		e->v->others++;
	}
}

/* Reads a page from leaf *from on, and moves it; false at the end, or where it failed. */
static bool page(struct entries *e, uint64_t *from)
{
	struct verify *v = e->v;
	char *first = xasprintf("%" PRIu64, *from);
	PGresult *res = ctl_exec(
	        v->ctl,
	        "select leaf, what, city, event, request, encode(hash, 'hex') as hash, "
	        "fault, to_char(sealed at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as "
	        "sealed from audit.log_entries($1, $2::bigint, " PAGE ")",
	        2, (const char *const[]){v->city, first});
	int rows = res ? PQntuples(res) : 0;

	free(first);
	if (!res)
		v->failed = true;
	for (int row = 0; row < rows && !v->failed; row++)
		on_row(e, res, row);
	PQclear(res);
	*from += (uint64_t)rows;
	return rows > 0 && !v->failed;
}

bool verify_entries(struct verify *v)
{
	struct entries e = {.v = v, .database = verify_tiles_of_database(v)};
	uint64_t from = 0;

	while (page(&e, &from))
		continue;
	close_gap(&e, NULL);
	free(e.previous);
	buf_release(&e.hashes);
	return !v->failed;
}
