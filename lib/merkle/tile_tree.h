/* A tree that grows in a folder of tiles, leaf by leaf, without reading again what it has. Only its
 * right edge is in memory.
 *
 * The order that a crash leaves whole: tile_tree_add() …, tile_tree_flush(), and then a checkpoint
 * of tile_tree_size() and tile_tree_root() is signed and kept (log_folder.h). Opened again with the
 * size and the root of the last checkpoint, what was written beyond it is written over. */
#ifndef VARTA_MERKLE_TILE_TREE_H
#define VARTA_MERKLE_TILE_TREE_H

#include "lib/merkle/tile.h"

struct tile_tree;

/* Opens the tree of size leaves in folder, which is made where it is not there. root is what the
 * checkpoint says, and what the tiles have to give; of size 0 it may be NULL. Returns NULL and the
 * tree in *tree, or the complaint, which the caller frees. */
char *tile_tree_open(const char *folder, uint64_t size, const struct merkle_hash *root,
                     struct tile_tree **tree);
void tile_tree_free(struct tile_tree *tree);

uint64_t tile_tree_size(const struct tile_tree *tree);
void tile_tree_root(const struct tile_tree *tree, struct merkle_hash *root);

/* Adds n leaves; tiles that are full are written. Returns NULL, or the complaint: then the tree is
 * to be opened anew. */
char *tile_tree_add(struct tile_tree *tree, const struct merkle_hash *leaves, size_t n);
/* Writes the tiles that are not full; when it returns NULL, all tiles are on the disk. */
char *tile_tree_flush(struct tile_tree *tree);

/* Nodes of all that was flushed, for proofs. The caller frees it with tile_nodes_free(). */
struct tile_nodes *tile_tree_nodes(const struct tile_tree *tree);

#endif
