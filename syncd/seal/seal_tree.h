/* The daemon's own copy of the log: a tree in a folder of tiles, the key that signs it, and what
 * was signed last. */
#ifndef VARTA_SYNCD_SEAL_SEAL_TREE_H
#define VARTA_SYNCD_SEAL_SEAL_TREE_H

#include "lib/merkle/merkle.h"

#include <stddef.h>

struct note_signer;
struct seal_tree;

enum seal_verdict {
	SEAL_OK,
	SEAL_FAILED, /* it may go well the next time */
	SEAL_DIFFERS /* the database has another past */
};

/* What was signed before, as the database has it: of use where the folder was lost. */
struct seal_past {
	uint64_t size; /* 0: nothing was signed */
	struct merkle_hash root;
};

/* Opens the tree in folder, which is made where it is not there. signer and folder live longer.
 * Returns NULL and the tree, or the complaint, which the caller frees. */
char *seal_tree_open(const struct note_signer *signer, const char *folder, struct seal_tree **tree);
void seal_tree_free(struct seal_tree *tree);

uint64_t seal_tree_size(const struct seal_tree *tree);
/* The leaf from which on the database is to be asked: some of them the tree has. */
uint64_t seal_tree_from(const struct seal_tree *tree);

/* Compares leaves with those that the tree has and adds those that it has not: n of them from the
 * leaf first on. past: what was signed when the tree was as large. *why, where it does not go well:
 * the complaint, which the caller frees. */
enum seal_verdict seal_tree_take(struct seal_tree *tree, uint64_t first,
                                 const struct merkle_hash *leaves, size_t n,
                                 const struct seal_past *past, char **why);

/* Writes and signs what the tree is now, and keeps it in the folder. Returns NULL, and the note and
 * the root, or the complaint; the caller frees either. */
char *seal_tree_sign(struct seal_tree *tree, char **note, struct merkle_hash *root);

/* The proof that leaf is in what was signed last, and that: a note of less than size bytes. false
 * where it is not, or the folder cannot be read. */
bool seal_tree_prove(const struct seal_tree *tree, uint64_t leaf, struct merkle_proof *proof,
                     char *note, size_t size);

#endif
