/* The Merkle tree of a log: hashes, roots and proofs as RFC 6962, section 2.1, has them. A tree is
 * known by its number of leaves alone; what its nodes are is asked of whoever keeps them.
 *
 * lib/merkle is what an append-only log is made of, apart from who writes it and who checks it:
 * this file; tiles and the folder that keeps them (tile.h, tile_tree.h); signed texts and their
 * keys (note.h, note_key.h); checkpoints (checkpoint.h); a resident's receipt (receipt.h). What it
 * reads is foreign: nothing is believed, and every length has a bound. */
#ifndef VARTA_MERKLE_MERKLE_H
#define VARTA_MERKLE_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	MERKLE_HASH_SIZE = 32,
	MERKLE_LEVELS = 63, /* of nodes below the root at most: a log has less than 2^63 leaves */
	MERKLE_PROOF_MAX = 64, /* hashes in a proof */
	MERKLE_HEX_SIZE = 65   /* of a hash as text, with its end */
};

#define MERKLE_LEAVES_MAX ((uint64_t)1 << MERKLE_LEVELS)

struct merkle_hash {
	unsigned char bytes[MERKLE_HASH_SIZE];
};

/* SHA-256(0x00 || entry). */
void merkle_leaf(const void *entry, size_t len, struct merkle_hash *hash);
/* SHA-256(0x01 || left || right). hash may be one of them. */
void merkle_node(const struct merkle_hash *left, const struct merkle_hash *right,
                 struct merkle_hash *hash);
bool merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b);
/* In hexadecimal, 64 small letters and digits. */
void merkle_hex(const struct merkle_hash *hash, char out[MERKLE_HEX_SIZE]);
/* Whether the len bytes of s are such a text, capitals allowed. */
bool merkle_of_hex(const char *s, size_t len, struct merkle_hash *hash);

/* Who knows the nodes of a tree. */
struct merkle_nodes {
	/* The root of the 2^level leaves from index * 2^level on. Returns false where it cannot be
	 * had; why, the one who answers keeps. */
	bool (*node)(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash);
	void *arg;
};

/* The hashes of a proof, from the leaf up. */
struct merkle_proof {
	size_t n;
	struct merkle_hash hashes[MERKLE_PROOF_MAX];
};

/* The root of the first size leaves; that of none is SHA-256 of nothing. false: a node is not to be
 * had, or size is above MERKLE_LEAVES_MAX. */
bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct merkle_hash *root);
/* The proof that leaf is in the tree of the first size leaves; leaf < size. */
bool merkle_inclusion(const struct merkle_nodes *nodes, uint64_t leaf, uint64_t size,
                      struct merkle_proof *proof);
/* The proof that the first old leaves are also in the tree of size leaves; old <= size. Empty where
 * old is 0 or size. */
bool merkle_consistency(const struct merkle_nodes *nodes, uint64_t old, uint64_t size,
                        struct merkle_proof *proof);

/* Whether proof shows hash to be the leaf of that number in the tree of size leaves with that
 * root. */
bool merkle_is_included(const struct merkle_hash *hash, uint64_t leaf, uint64_t size,
                        const struct merkle_proof *proof, const struct merkle_hash *root);
/* Whether proof shows the tree of size leaves to begin with the tree of old leaves. With old 0 it
 * shows nothing, and is right where proof is empty and old_root that of no leaves. */
bool merkle_is_consistent(uint64_t old, const struct merkle_hash *old_root, uint64_t size,
                          const struct merkle_hash *root, const struct merkle_proof *proof);

#endif
