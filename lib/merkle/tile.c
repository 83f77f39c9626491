/* Names of tiles, and the nodes of a tree from its tiles. */
#include "lib/merkle/tile.h"

#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tile_path(const struct tile_name *tile, char out[TILE_PATH_SIZE])
{
	uint64_t rest = tile->index;
	unsigned parts[8];
	size_t n = 0, len;

	do {
		parts[n++] = (unsigned)(rest % 1000);
		rest /= 1000;
	} while (rest);
	len = (size_t)snprintf(out, TILE_PATH_SIZE, "tile/%u", tile->level);
	while (n-- > 0)
		len += (size_t)snprintf(out + len, TILE_PATH_SIZE - len, n > 0 ? "/x%03u" : "/%03u",
		                        parts[n]);
	if (tile->width < TILE_WIDTH)
		snprintf(out + len, TILE_PATH_SIZE - len, ".p/%u", tile->width);
}

/* A number of up to three digits at *s, which moves behind it. */
static bool take_number(const char **s, unsigned max, unsigned *number)
{
	size_t digits = strspn(*s, "0123456789");

	if (digits < 1 || digits > 3)
		return false;
	*number = 0;
	for (size_t i = 0; i < digits; i++)
		*number = *number * 10 + (unsigned)(*(*s)++ - '0');
	return *number <= max;
}

static bool take_word(const char **s, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*s, word, len) != 0)
		return false;
	*s += len;
	return true;
}

bool tile_of_path(const char *path, struct tile_name *tile)
{
	const char *s = path;
	char again[TILE_PATH_SIZE];
	unsigned part;

	if (strlen(path) >= TILE_PATH_SIZE || !take_word(&s, "tile/") ||
	    !take_number(&s, TILE_LEVELS - 1, &tile->level))
		return false;
	tile->index = 0;
	tile->width = TILE_WIDTH;
	while (take_word(&s, "/")) {
		take_word(&s, "x");
		if (tile->index > MERKLE_LEAVES_MAX / TILE_WIDTH / 1000 ||
		    !take_number(&s, 999, &part))
			return false;
		tile->index = tile->index * 1000 + part;
	}
	if (take_word(&s, ".p/") &&
	    (!take_number(&s, TILE_WIDTH - 1, &tile->width) || tile->width == 0))
		return false;
	/* leading zeros, x in the wrong place and the like */
	tile_path(tile, again);
	return strcmp(again, path) == 0;
}

unsigned tile_width(unsigned level, uint64_t index, uint64_t size)
{
	uint64_t hashes = level < TILE_LEVELS ? size >> (TILE_BITS * level) : 0;

	if (index > hashes / TILE_WIDTH)
		return 0;
	hashes -= index * TILE_WIDTH;
	return hashes < TILE_WIDTH ? (unsigned)hashes : TILE_WIDTH;
}

/* Nodes ---------------------------------------------------------------------------------------- */

enum { CACHE_SIZE = 4 };

struct cached {
	struct tile_name tile;
	struct buf hashes; /* empty: there is nothing here */
};

struct tile_nodes {
	struct tile_reader reader;
	uint64_t size;
	char *complaint;
	struct cached cache[TILE_LEVELS][CACHE_SIZE];
	unsigned next[TILE_LEVELS]; /* whose turn it is to go */
};

struct tile_nodes *tile_nodes_new(const struct tile_reader *reader, uint64_t size)
{
	struct tile_nodes *nodes = xcalloc(1, sizeof(*nodes));

	nodes->reader = *reader;
	nodes->size = size;
	return nodes;
}

void tile_nodes_free(struct tile_nodes *nodes)
{
	if (!nodes)
		return;
	for (size_t level = 0; level < TILE_LEVELS; level++)
		for (size_t i = 0; i < CACHE_SIZE; i++)
			buf_release(&nodes->cache[level][i].hashes);
	free(nodes->complaint);
	free(nodes);
}

const char *tile_nodes_complaint(const struct tile_nodes *nodes)
{
	return nodes->complaint;
}

/* The hashes of a tile, all that the tree has of it; NULL after a complaint. */
static const struct merkle_hash *load(struct tile_nodes *nodes, unsigned level, uint64_t index)
{
	struct cached *slots = nodes->cache[level], *slot;
	char path[TILE_PATH_SIZE];

	for (size_t i = 0; i < CACHE_SIZE; i++)
		if (slots[i].hashes.len && slots[i].tile.index == index)
			return (const struct merkle_hash *)slots[i].hashes.data;
	slot = &slots[nodes->next[level]++ % CACHE_SIZE];
	buf_clear(&slot->hashes);
	slot->tile = (struct tile_name){level, index, tile_width(level, index, nodes->size)};
	nodes->complaint = nodes->reader.read(nodes->reader.arg, &slot->tile, &slot->hashes);
	if (!nodes->complaint && slot->hashes.len < (size_t)slot->tile.width * MERKLE_HASH_SIZE) {
		tile_path(&slot->tile, path);
		nodes->complaint =
		        xasprintf(_("'%s' is too short: %zu bytes"), path, slot->hashes.len);
	}
	if (!nodes->complaint)
		return (const struct merkle_hash *)slot->hashes.data;
	buf_clear(&slot->hashes);
	return NULL;
}

void tile_join(const struct merkle_hash *hashes, size_t n, struct merkle_hash *root)
{
	struct merkle_hash level[TILE_WIDTH];

	memcpy(level, hashes, n * sizeof(*level));
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			merkle_node(&level[2 * i], &level[2 * i + 1], &level[i]);
	*root = level[0];
}

static bool node_of_tiles(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash)
{
	struct tile_nodes *nodes = arg;
	unsigned tile_level = level / TILE_BITS, above = level % TILE_BITS;
	uint64_t first = index << above;
	const struct merkle_hash *hashes;

	if (nodes->complaint)
		return false;
	if (level >= MERKLE_LEVELS || index >= nodes->size >> level) {
		nodes->complaint = xstrdup(_("a node outside of the tree was asked for"));
		return false;
	}
	hashes = load(nodes, tile_level, first / TILE_WIDTH);
	if (!hashes)
		return false;
	tile_join(hashes + first % TILE_WIDTH, (size_t)1 << above, hash);
	return true;
}

struct merkle_nodes tile_nodes_of(struct tile_nodes *nodes)
{
	return (struct merkle_nodes){.node = node_of_tiles, .arg = nodes};
}

/* Folders -------------------------------------------------------------------------------------- */

/* Adds the file, of which no more is read than a tile can have. 0, or errno. */
static int read_tile(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "re");
	char hashes[TILE_BYTES];
	size_t len;
	int error = 0;

	if (!f)
		return errno;
	len = fread(hashes, 1, sizeof(hashes), f);
	if (ferror(f))
		error = errno;
	else
		buf_add(out, hashes, len);
	fclose(f);
	return error;
}

static char *read_from_folder(void *arg, const struct tile_name *tile, struct buf *out)
{
	const struct tile_name full = {tile->level, tile->index, TILE_WIDTH};
	const char *folder = arg;
	char name[TILE_PATH_SIZE], *path, *why;
	int error;

	tile_path(tile, name);
	path = xasprintf("%s/%s", folder, name);
	error = read_tile(path, out);
	if (error == ENOENT && tile->width < TILE_WIDTH) {
		char *wide;
		tile_path(&full, name);
		wide = xasprintf("%s/%s", folder, name);
		error = read_tile(wide, out);
		free(wide);
	}
	why = error ? xasprintf(_("cannot read '%s': %s"), path, strerror(error)) : NULL;
	free(path);
	return why;
}

struct tile_reader tile_folder_reader(const char *folder)
{
	return (struct tile_reader){.read = read_from_folder, .arg = (void *)(uintptr_t)folder};
}
