/* Grows a tree in a folder of tiles. */
#include "lib/merkle/tile_tree.h"

#include "lib/base/file_keep.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FOLDER_MODE = 0755, FILE_MODE = 0644 };

/* The last tile of a level, as far as it goes; a full one has moved up. */
struct edge {
	struct merkle_hash hashes[TILE_WIDTH];
	unsigned n;
	bool written; /* as it is */
};

struct tile_tree {
	char *folder;
	uint64_t size;
	struct edge edges[TILE_LEVELS];
};

void tile_tree_free(struct tile_tree *tree)
{
	if (!tree)
		return;
	free(tree->folder);
	free(tree);
}

uint64_t tile_tree_size(const struct tile_tree *tree)
{
	return tree->size;
}

/* Any node that the root of the whole tree is made of lies in the last tile of its level. */
static bool node_of_edge(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash)
{
	const struct tile_tree *tree = arg;
	unsigned above = level % TILE_BITS;
	size_t first = (size_t)((index << above) % TILE_WIDTH);

	tile_join(&tree->edges[level / TILE_BITS].hashes[first], (size_t)1 << above, hash);
	return true;
}

void tile_tree_root(const struct tile_tree *tree, struct merkle_hash *root)
{
	const struct merkle_nodes nodes = {node_of_edge, (void *)(uintptr_t)tree};

	merkle_root(&nodes, tree->size, root);
}

struct tile_nodes *tile_tree_nodes(const struct tile_tree *tree)
{
	const struct tile_reader reader = tile_folder_reader(tree->folder);

	return tile_nodes_new(&reader, tree->size);
}

/* Opening -------------------------------------------------------------------------------------- */

static char *read_edge(struct tile_tree *tree, unsigned level)
{
	const struct tile_reader reader = tile_folder_reader(tree->folder);
	struct tile_name tile = {level, tree->size >> (TILE_BITS * level) >> TILE_BITS, 0};
	struct edge *edge = &tree->edges[level];
	struct buf hashes = {0};
	char *why;

	tile.width = tile_width(level, tile.index, tree->size);
	edge->written = true;
	if (!tile.width)
		return NULL;
	why = reader.read(reader.arg, &tile, &hashes);
	edge->n = tile.width;
	if (!why && hashes.len < edge->n * sizeof(edge->hashes[0]))
		why = xasprintf(_("a tile of level %u in '%s' is too short"), level, tree->folder);
	if (!why)
		memcpy(edge->hashes, hashes.data, edge->n * sizeof(edge->hashes[0]));
	buf_release(&hashes);
	/* cppcheck-suppress returnDanglingLifetime ; the complaint is on the heap */
	return why;
}

static char *read_edges(struct tile_tree *tree, const struct merkle_hash *root)
{
	struct merkle_hash computed;
	char *why;

	for (unsigned level = 0; level < TILE_LEVELS; level++) {
		why = read_edge(tree, level);
		if (why)
			return why;
	}
	tile_tree_root(tree, &computed);
	if (root && !merkle_equal(root, &computed))
		return xasprintf(_("the tiles in '%s' do not give the root of its checkpoint"),
		                 tree->folder);
	return NULL;
}

static char *make_folders(const char *folder, const char *path)
{
	if (file_keep_folders(path, FOLDER_MODE) == 0)
		return NULL;
	return xasprintf(_("cannot make the folder '%s': %s"), folder, strerror(errno));
}

char *tile_tree_open(const char *folder, uint64_t size, const struct merkle_hash *root,
                     struct tile_tree **opened)
{
	struct tile_tree *tree;
	char *why, *inside;

	if (size > MERKLE_LEAVES_MAX)
		return xstrdup(_("the log has more leaves than can be"));
	tree = xcalloc(1, sizeof(*tree));
	tree->folder = xstrdup(folder);
	tree->size = size;
	inside = xasprintf("%s/tile/0/x", folder);
	why = make_folders(folder, inside);
	free(inside);
	if (!why)
		why = read_edges(tree, root);
	if (why)
		tile_tree_free(tree);
	else
		*opened = tree;
	return why;
}

/* Writing -------------------------------------------------------------------------------------- */

/* Narrower copies of a full tile are of no more use. What cannot be removed stays. */
static void drop_partial(const char *full)
{
	char *folder = xasprintf("%s.p", full);
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir) {
		closedir(dir);
		rmdir(folder);
	}
	free(folder);
}

/* Writes the first width hashes of a level's last tile. */
static char *write_tile(struct tile_tree *tree, unsigned level, uint64_t index, unsigned width)
{
	const struct tile_name tile = {level, index, width};
	struct edge *edge = &tree->edges[level];
	char name[TILE_PATH_SIZE], *path, *why;

	tile_path(&tile, name);
	path = xasprintf("%s/%s", tree->folder, name);
	why = make_folders(tree->folder, path);
	if (!why &&
	    file_keep_replace(path, edge->hashes, width * sizeof(edge->hashes[0]), FILE_MODE) < 0)
		why = xasprintf(_("cannot write '%s': %s"), path, strerror(errno));
	if (!why && width == TILE_WIDTH)
		drop_partial(path);
	edge->written = !why;
	free(path);
	return why;
}

/* Adds a hash to a level; a tile that it fills is written, and its root goes to the level above. */
static char *add_hash(struct tile_tree *tree, unsigned level, uint64_t index,
                      const struct merkle_hash *hash)
{
	struct edge *edge = &tree->edges[level];
	struct merkle_hash root;
	char *why;

	edge->hashes[edge->n++] = *hash;
	edge->written = false;
	if (edge->n < TILE_WIDTH)
		return NULL;
	why = write_tile(tree, level, index / TILE_WIDTH, TILE_WIDTH);
	if (why)
		return why;
	tile_join(edge->hashes, TILE_WIDTH, &root);
	edge->n = 0;
	return add_hash(tree, level + 1, index / TILE_WIDTH, &root);
}

char *tile_tree_add(struct tile_tree *tree, const struct merkle_hash *leaves, size_t n)
{
	char *why = NULL;

	if (n > MERKLE_LEAVES_MAX - tree->size)
		return xstrdup(_("the log has more leaves than can be"));
	for (size_t i = 0; i < n && !why; i++) {
		why = add_hash(tree, 0, tree->size, &leaves[i]);
		tree->size++;
	}
	return why;
}

char *tile_tree_flush(struct tile_tree *tree)
{
	char *why = NULL;

	for (unsigned level = 0; level < TILE_LEVELS && !why; level++) {
		const struct edge *edge = &tree->edges[level];
		uint64_t index = tree->size >> (TILE_BITS * level) >> TILE_BITS;

		if (edge->n && !edge->written)
			why = write_tile(tree, level, index, edge->n);
	}
	return why;
}
