/* Grows a root leaf by leaf. */
#include "lib/merkle/merkle_range.h"

/* Like adding 1 to a binary number: each carry joins two nodes of a level. */
void merkle_range_add(struct merkle_range *range, const struct merkle_hash *leaf)
{
	struct merkle_hash hash = *leaf;
	unsigned level = 0;

	for (; range->size >> level & 1; level++)
		merkle_node(&range->parts[level], &hash, &hash);
	range->parts[level] = hash;
	range->size++;
}

void merkle_range_root(const struct merkle_range *range, struct merkle_hash *root)
{
	unsigned level = 0;

	while (!(range->size >> level & 1))
		level++;
	*root = range->parts[level];
	for (level++; level <= MERKLE_LEVELS; level++)
		if (range->size >> level & 1)
			merkle_node(&range->parts[level], root, root);
}
