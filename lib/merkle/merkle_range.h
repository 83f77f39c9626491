/* The root of leaves that come one after the other: of those so far, at any time, and nothing else
 * is kept. */
#ifndef VARTA_MERKLE_MERKLE_RANGE_H
#define VARTA_MERKLE_MERKLE_RANGE_H

#include "lib/merkle/merkle.h"

/* A zeroed one is of no leaves. */
struct merkle_range {
	uint64_t size;
	struct merkle_hash parts[MERKLE_LEVELS + 1]; /* the whole nodes, by their level */
};

void merkle_range_add(struct merkle_range *range, const struct merkle_hash *leaf);
/* size is not 0. */
void merkle_range_root(const struct merkle_range *range, struct merkle_hash *root);

#endif
