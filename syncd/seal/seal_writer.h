/* Lets the tree of the log grow and signs it in a thread, so that the loop never waits for a disk:
 * every tile and checkpoint is made durable before the next one. The owner adds leaves, submits
 * them, waits until seal_writer_fd() is readable, asks seal_writer_end(), and may add again only
 * then; until then nobody but the thread looks at the tree. */
#ifndef VARTA_SYNCD_SEAL_SEAL_WRITER_H
#define VARTA_SYNCD_SEAL_SEAL_WRITER_H

#include "syncd/seal/seal_tree.h"

#include <stdbool.h>

struct seal_writer;

/* What became of leaves that were submitted. */
struct seal_result {
	enum seal_verdict verdict;
	char *why; /* where it is not SEAL_OK, or it could not be signed */
	bool grown;
	char *note; /* the checkpoint; NULL: nothing was signed */
	struct merkle_hash root;
};

/* tree is owned now. */
struct seal_writer *seal_writer_new(struct seal_tree *tree);
/* Waits for what was submitted. */
void seal_writer_free(struct seal_writer *writer);

/* n leaves, from the leaf first on, are copied. */
void seal_writer_add(struct seal_writer *writer, uint64_t first, const struct merkle_hash *leaves,
                     size_t n);
/* What was added and not submitted goes. */
void seal_writer_forget(struct seal_writer *writer);
/* size: the tree is signed if it is as large then. past: see seal_tree_take(). */
void seal_writer_submit(struct seal_writer *writer, uint64_t size, const struct seal_past *past);

int seal_writer_fd(const struct seal_writer *writer);
/* Whether what was submitted has ended; then the result, of which why and note are the caller's. */
bool seal_writer_end(struct seal_writer *writer, struct seal_result *result);

/* Not while something is submitted. */
const struct seal_tree *seal_writer_tree(const struct seal_writer *writer);

#endif
