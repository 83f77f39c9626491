/* Finds leaves that give the roots of all checkpoints: those that were published, or the
 * database's. What two checkpoints have in common then is the same in both, so they are consistent,
 * too. */
#include "admin/audit/verify.h"
#include "admin/audit/verify_tiles.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/merkle_range.h"

#include <inttypes.h>
#include <string.h>

/* Adds the leaves of a tile up to end; says at each checkpoint on the way whether its root is
 * right. Returns false at the first that is not. */
static bool add_tile(const struct verify *v, struct merkle_range *range, const struct buf *hashes,
                     uint64_t end, size_t *next)
{
	const struct merkle_hash *leaves = (const struct merkle_hash *)hashes->data;
	struct merkle_hash root;
	size_t n = hashes->len / sizeof(*leaves);

	for (size_t i = 0; i < n && range->size < end; i++) {
		merkle_range_add(range, &leaves[i]);
		while (*next < v->n && v->checkpoints[*next].size == range->size) {
			merkle_range_root(range, &root);
			if (!merkle_equal(&root, &v->checkpoints[*next].root))
				return false;
			++*next;
		}
	}
	return true;
}

/* How many checkpoints, from the smallest on, have the roots that these leaves give. *why is a
 * complaint where leaves are missing, NULL otherwise. */
static size_t prove(const struct verify *v, const struct tile_reader *reader, char **why)
{
	struct merkle_range *range = xcalloc(1, sizeof(*range));
	uint64_t size = verify_size(v);
	struct buf hashes = {0};
	size_t proved = 0;
	bool right = true;

	*why = NULL;
	while (proved < v->n && v->checkpoints[proved].size == 0)
		proved++;
	while (right && !*why && range->size < size) {
		struct tile_name tile = {0, range->size / TILE_WIDTH, 0};
		tile.width = tile_width(0, tile.index, size);
		buf_clear(&hashes);
		*why = reader->read(reader->arg, &tile, &hashes);
		if (!*why && hashes.len < (size_t)tile.width * MERKLE_HASH_SIZE)
			*why = xasprintf(_("leaves from %" PRIu64 " on are missing"),
			                 range->size + hashes.len / MERKLE_HASH_SIZE);
		right = add_tile(v, range, &hashes, size, &proved);
	}
	buf_release(&hashes);
	free(range);
	return proved;
}

/* From which leaf on they do not fit, and up to which one. */
static void tell(struct verify *v, size_t proved, const char *why, bool published)
{
	struct fault fault = {.has_leaf = true,
	                      .leaf = proved ? v->checkpoints[proved - 1].size : 0,
	                      .last = v->checkpoints[proved].size - 1};
	char *what;

	if (published)
		what = why ? xasprintf(_("the published tiles cannot be used: %s"), why)
		           : xasprintf(
		                     _("the published tiles do not give the root of the checkpoint "
		                       "of %" PRIu64 " leaves"),
		                     v->checkpoints[proved].size);
	else
		what = why ? xasprintf(_("the log of the database is cut off: %s"), why)
		           : xasprintf(_("the log of the database does not give the root of the "
		                         "checkpoint of %" PRIu64 " leaves: it was sealed anew"),
		                       v->checkpoints[proved].size);
	fault.what = what;
	verify_fault(v, &fault);
	free(what);
}

/* The leaves of the better one of the two, and all that is wrong with either. */
bool verify_leaves_prove(struct verify *v)
{
	struct tile_reader database = verify_tiles_of_database(v), published;
	char *why, *published_why = NULL;
	size_t in_database = prove(v, &database, &why), in_published = 0;

	if (v->failed)
		return false;
	if (in_database < v->n)
		tell(v, in_database, why, false);
	free(why);
	v->leaves = database;
	if (v->tiles) {
		published = verify_tiles_published(v);
		in_published = prove(v, &published, &published_why);
		if (v->unreachable) {
			log_warnx("%s", published_why);
			free(published_why);
			v->failed = true;
			return false;
		}
		if (in_published < v->n)
			tell(v, in_published, published_why, true);
		free(published_why);
		if (in_published > in_database)
			v->leaves = published;
	}
	if (in_published < in_database)
		in_published = in_database;
	v->proved = in_published ? v->checkpoints[in_published - 1].size : 0;
	return true;
}
