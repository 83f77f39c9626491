/* Hashes, roots and proofs of a Merkle tree. */
#include "lib/merkle/merkle.h"

#include "lib/base/log.h"

#include <openssl/evp.h>
#include <string.h>

/* Looked up once: that costs more than a hash. */
static const EVP_MD *sha256(void)
{
	static EVP_MD *_Atomic found;
	EVP_MD *md = found;

	if (!md)
		found = md = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!md)
		fatalx("libcrypto has no SHA-256");
	return md;
}

/* The SHA-256 of prefix and two parts, one behind the other. */
static void digest(struct merkle_hash *hash, unsigned char prefix, const void *a, size_t a_len,
                   const void *b, size_t b_len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx || EVP_DigestInit_ex(ctx, sha256(), NULL) != 1 ||
	    EVP_DigestUpdate(ctx, &prefix, 1) != 1 || EVP_DigestUpdate(ctx, a, a_len) != 1 ||
	    EVP_DigestUpdate(ctx, b, b_len) != 1 || EVP_DigestFinal_ex(ctx, hash->bytes, NULL) != 1)
		fatalx("cannot compute a SHA-256");
	EVP_MD_CTX_free(ctx);
}

void merkle_leaf(const void *entry, size_t len, struct merkle_hash *hash)
{
	digest(hash, 0, entry, len, "", 0);
}

void merkle_node(const struct merkle_hash *left, const struct merkle_hash *right,
                 struct merkle_hash *hash)
{
	digest(hash, 1, left->bytes, MERKLE_HASH_SIZE, right->bytes, MERKLE_HASH_SIZE);
}

static void hash_of_nothing(struct merkle_hash *hash)
{
	if (EVP_Digest("", 0, hash->bytes, NULL, sha256(), NULL) != 1)
		fatalx("cannot compute a SHA-256");
}

bool merkle_equal(const struct merkle_hash *a, const struct merkle_hash *b)
{
	return memcmp(a->bytes, b->bytes, MERKLE_HASH_SIZE) == 0;
}

void merkle_hex(const struct merkle_hash *hash, char out[MERKLE_HEX_SIZE])
{
	for (size_t i = 0; i < MERKLE_HASH_SIZE; i++)
		snprintf(out + 2 * i, 3, "%02x", hash->bytes[i]);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool merkle_of_hex(const char *s, size_t len, struct merkle_hash *hash)
{
	if (len != 2 * (size_t)MERKLE_HASH_SIZE)
		return false;
	for (size_t i = 0; i < MERKLE_HASH_SIZE; i++) {
		int high = digit_of(s[2 * i]), low = digit_of(s[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		hash->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* The level of the largest node that is less than n > 1 leaves. */
static unsigned split_level(uint64_t n)
{
	unsigned level = 0;

	while (level < MERKLE_LEVELS && (uint64_t)1 << (level + 1) < n)
		level++;
	return level;
}

/* The root of the leaves from begin to end, which are a node of some tree: begin is a multiple of
 * the largest power of two that is not more than their number. They fall into whole nodes, smaller
 * and smaller to the right, which are joined from the right. */
static bool root_of_range(const struct merkle_nodes *nodes, uint64_t begin, uint64_t end,
                          struct merkle_hash *root)
{
	struct merkle_hash parts[MERKLE_LEVELS + 1];
	size_t n = 0;

	while (begin < end) {
		unsigned level = split_level(end - begin + 1);
		if (!nodes->node(nodes->arg, level, begin >> level, &parts[n++]))
			return false;
		begin += (uint64_t)1 << level;
	}
	if (n == 0)
		return false;
	*root = parts[--n];
	while (n > 0)
		merkle_node(&parts[--n], root, root);
	return true;
}

bool merkle_root(const struct merkle_nodes *nodes, uint64_t size, struct merkle_hash *root)
{
	if (size > MERKLE_LEAVES_MAX)
		return false;
	if (size == 0) {
		hash_of_nothing(root);
		return true;
	}
	return root_of_range(nodes, 0, size, root);
}

/* Turns a proof that was gathered from the root down. */
static void turn(struct merkle_proof *proof)
{
	for (size_t i = 0, j = proof->n; i + 1 < j; i++) {
		struct merkle_hash hash = proof->hashes[--j];
		proof->hashes[j] = proof->hashes[i];
		proof->hashes[i] = hash;
	}
}

bool merkle_inclusion(const struct merkle_nodes *nodes, uint64_t leaf, uint64_t size,
                      struct merkle_proof *proof)
{
	uint64_t begin = 0, end = size;

	proof->n = 0;
	if (leaf >= size || size > MERKLE_LEAVES_MAX)
		return false;
	while (end - begin > 1) {
		uint64_t middle = begin + ((uint64_t)1 << split_level(end - begin));
		struct merkle_hash *sibling = &proof->hashes[proof->n++];
		if (!(leaf < middle ? root_of_range(nodes, middle, end, sibling)
		                    : root_of_range(nodes, begin, middle, sibling)))
			return false;
		*(leaf < middle ? &end : &begin) = middle;
	}
	turn(proof);
	return true;
}

bool merkle_consistency(const struct merkle_nodes *nodes, uint64_t old, uint64_t size,
                        struct merkle_proof *proof)
{
	uint64_t begin = 0, end = size;

	proof->n = 0;
	if (old > size || size > MERKLE_LEAVES_MAX)
		return false;
	if (old == 0 || old == size)
		return true;
	/* down to the node that ends where the old tree ends */
	while (end != old) {
		uint64_t middle = begin + ((uint64_t)1 << split_level(end - begin));
		struct merkle_hash *sibling = &proof->hashes[proof->n++];
		if (!(old <= middle ? root_of_range(nodes, middle, end, sibling)
		                    : root_of_range(nodes, begin, middle, sibling)))
			return false;
		*(old <= middle ? &end : &begin) = middle;
	}
	/* the old tree's root itself is known to whoever checks */
	if (begin > 0 && !root_of_range(nodes, begin, end, &proof->hashes[proof->n++]))
		return false;
	turn(proof);
	return true;
}

bool merkle_is_included(const struct merkle_hash *hash, uint64_t leaf, uint64_t size,
                        const struct merkle_proof *proof, const struct merkle_hash *root)
{
	struct merkle_hash top = *hash;
	uint64_t last = size - 1;

	if (leaf >= size || size > MERKLE_LEAVES_MAX || proof->n > MERKLE_PROOF_MAX)
		return false;
	for (size_t i = 0; i < proof->n; i++) {
		if (last == 0)
			return false;
		if (leaf & 1 || leaf == last) {
			merkle_node(&proof->hashes[i], &top, &top);
			while (!(leaf & 1) && leaf != 0) {
				leaf >>= 1;
				last >>= 1;
			}
		} else {
			merkle_node(&top, &proof->hashes[i], &top);
		}
		leaf >>= 1;
		last >>= 1;
	}
	return last == 0 && merkle_equal(&top, root);
}

/* The check of a proof between two different trees that are not empty: first is the node that both
 * have, and what the hashes from i on make of it. */
static bool check_grown(uint64_t old, const struct merkle_hash *old_root, uint64_t size,
                        const struct merkle_hash *root, const struct merkle_hash *first,
                        const struct merkle_proof *proof, size_t i)
{
	struct merkle_hash was = *first, is = *first;
	uint64_t node = old - 1, last = size - 1;

	while (node & 1) {
		node >>= 1;
		last >>= 1;
	}
	for (; i < proof->n; i++) {
		if (last == 0)
			return false;
		if (node & 1 || node == last) {
			merkle_node(&proof->hashes[i], &was, &was);
			merkle_node(&proof->hashes[i], &is, &is);
			while (!(node & 1) && node != 0) {
				node >>= 1;
				last >>= 1;
			}
		} else {
			merkle_node(&is, &proof->hashes[i], &is);
		}
		node >>= 1;
		last >>= 1;
	}
	return last == 0 && merkle_equal(&was, old_root) && merkle_equal(&is, root);
}

bool merkle_is_consistent(uint64_t old, const struct merkle_hash *old_root, uint64_t size,
                          const struct merkle_hash *root, const struct merkle_proof *proof)
{
	struct merkle_hash nothing;

	if (old > size || size > MERKLE_LEAVES_MAX || proof->n > MERKLE_PROOF_MAX)
		return false;
	if (old == size)
		return proof->n == 0 && merkle_equal(old_root, root);
	if (old == 0) {
		hash_of_nothing(&nothing);
		return proof->n == 0 && merkle_equal(old_root, &nothing);
	}
	if (proof->n == 0)
		return false;
	if ((old & (old - 1)) == 0)
		return check_grown(old, old_root, size, root, old_root, proof, 0);
	return check_grown(old, old_root, size, root, &proof->hashes[0], proof, 1);
}
