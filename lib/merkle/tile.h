/* Tiles of a tree as C2SP tlog-tiles has them: the hashes of every eighth level in files of 256,
 * 'tile/0/x001/234'; one that is not full yet has its width in its name, 'tile/0/x001/234.p/5'.
 * Every other node is computed from them. */
#ifndef VARTA_MERKLE_TILE_H
#define VARTA_MERKLE_TILE_H

#include "lib/base/buf.h"
#include "lib/merkle/merkle.h"

enum {
	TILE_WIDTH = 256, /* hashes in a full tile */
	TILE_BITS = 8,    /* levels of the tree between two levels of tiles */
	TILE_LEVELS = 8,  /* 0 to 7 */
	TILE_BYTES = TILE_WIDTH * MERKLE_HASH_SIZE,
	TILE_PATH_SIZE = 64 /* of a path, with its end */
};

struct tile_name {
	unsigned level;
	uint64_t index;
	unsigned width; /* 1 to 256 */
};

/* Writes 'tile/LEVEL/INDEX' and, where it is not full, '.p/WIDTH'. */
void tile_path(const struct tile_name *tile, char out[TILE_PATH_SIZE]);
/* Reads such a path; false where path is none, as it would have been written. */
bool tile_of_path(const char *path, struct tile_name *tile);
/* How many hashes the tile of that level and index has in a tree of size leaves: 0 to 256. */
unsigned tile_width(unsigned level, uint64_t index, uint64_t size);

/* The root of n hashes, a power of two up to 256. */
void tile_join(const struct merkle_hash *hashes, size_t n, struct merkle_hash *root);

/* Where tiles come from: a folder, a web server, the database. */
struct tile_reader {
	/* Adds the hashes of at least the first width of a tile to out, which is empty: width * 32
	 * bytes or more. Returns NULL, or the complaint. */
	char *(*read)(void *arg, const struct tile_name *tile, struct buf *out);
	void *arg;
};

/* Computes the nodes of a tree of size leaves from its tiles, and keeps the last few of each level.
 */
struct tile_nodes;

struct tile_nodes *tile_nodes_new(const struct tile_reader *reader, uint64_t size);
void tile_nodes_free(struct tile_nodes *nodes);
/* As merkle.h wants it; valid as long as nodes is. */
struct merkle_nodes tile_nodes_of(struct tile_nodes *nodes);
/* Why the last node could not be had; NULL where all could. */
const char *tile_nodes_complaint(const struct tile_nodes *nodes);

/* A reader of the tiles under folder, which holds 'tile/'; folder has to outlive it. A full tile is
 * taken where the narrower one is gone. */
struct tile_reader tile_folder_reader(const char *folder);

#endif
