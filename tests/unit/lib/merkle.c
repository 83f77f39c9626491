/* Roots and proofs: the vectors that certificate transparency's implementations share, and, for
 * every size up to 40 and every leaf and smaller tree in it, a second implementation, which
 * follows the words of RFC 6962 and keeps nothing. Whatever is changed in a proof, it shows nothing
 * any more.
 */
#include "lib/merkle/merkle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LEAVES = 40 };

static struct merkle_hash leaves[LEAVES];

/* The words of RFC 6962, section 2.1 ------------------------------------------------------------
 */

static size_t split(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

static struct merkle_hash mth(size_t begin, size_t end)
{
	struct merkle_hash left, right, root;

	if (end - begin == 1)
		return leaves[begin];
	left = mth(begin, begin + split(end - begin));
	right = mth(begin + split(end - begin), end);
	merkle_node(&left, &right, &root);
	return root;
}

static void path(size_t m, size_t begin, size_t end, struct merkle_proof *proof)
{
	size_t k = split(end - begin);

	if (end - begin == 1)
		return;
	if (m < k) {
		path(m, begin, begin + k, proof);
		proof->hashes[proof->n++] = mth(begin + k, end);
	} else {
		path(m - k, begin + k, end, proof);
		proof->hashes[proof->n++] = mth(begin, begin + k);
	}
}

static void subproof(size_t m, size_t begin, size_t end, bool whole, struct merkle_proof *proof)
{
	size_t k = split(end - begin);

	if (m == end - begin) {
		if (!whole)
			proof->hashes[proof->n++] = mth(begin, end);
		return;
	}
	if (m <= k) {
		subproof(m, begin, begin + k, whole, proof);
		proof->hashes[proof->n++] = mth(begin + k, end);
	} else {
		subproof(m - k, begin + k, end, false, proof);
		proof->hashes[proof->n++] = mth(begin, begin + k);
	}
}

/* -----------------------------------------------------------------------------------------------
 */

static bool node(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash)
{
	const size_t *size = arg, end = (size_t)(index + 1) << level;

	assert_true(level < MERKLE_LEVELS && end <= *size);
	*hash = mth((size_t)index << level, end);
	return true;
}

static void assert_hex(const struct merkle_hash *hash, const char *hex)
{
	char text[MERKLE_HEX_SIZE];

	merkle_hex(hash, text);
	assert_string_equal(text, hex);
}

static void fill(void)
{
	for (size_t i = 0; i < LEAVES; i++)
		merkle_leaf(&i, sizeof(i), &leaves[i]);
}

static const struct {
	const char *entry;
	size_t len;
	const char *root; /* of all up to this one */
} vectors[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\0", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"@ABC", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"PQRSTUVW", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"`abcdefghijklmno", 16,
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
};

enum { VECTORS = sizeof(vectors) / sizeof(vectors[0]) };

static void test_roots(void **state)
{
	size_t size = 0;
	const struct merkle_nodes nodes = {node, &size};
	struct merkle_hash root;

	assert_true(merkle_root(&nodes, 0, &root));
	assert_hex(&root, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	for (size_t i = 0; i < VECTORS; i++)
		merkle_leaf(vectors[i].entry, vectors[i].len, &leaves[i]);
	for (size = 1; size <= VECTORS; size++) {
		assert_true(merkle_root(&nodes, size, &root));
		assert_hex(&root, vectors[size - 1].root);
	}
	assert_false(merkle_root(&nodes, MERKLE_LEAVES_MAX + 1, &root));
}

static void test_known_proofs(void **state)
{
	static const struct {
		size_t old, n;
		const char *proof[3];
	} known[] = {
	        {1,
	         3,
	         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
	          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
	          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
	        {6,
	         3,
	         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
	          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
	          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
	};
	size_t size = VECTORS;
	const struct merkle_nodes nodes = {node, &size};
	struct merkle_proof proof;

	for (size_t i = 0; i < VECTORS; i++)
		merkle_leaf(vectors[i].entry, vectors[i].len, &leaves[i]);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		assert_true(merkle_consistency(&nodes, known[i].old, VECTORS, &proof));
		assert_int_equal(proof.n, known[i].n);
		for (size_t j = 0; j < proof.n; j++)
			assert_hex(&proof.hashes[j], known[i].proof[j]);
	}
}

/* One bit of one hash in a different place each time. */
static void spoil(struct merkle_hash *hash, size_t turn)
{
	hash->bytes[turn % MERKLE_HASH_SIZE] ^= (unsigned char)(1U << (turn / 32 % 8));
}

/* Whether any change of a right inclusion proof is noticed. */
static void check_altered_inclusion(size_t leaf, size_t size, const struct merkle_proof *right,
                                    const struct merkle_hash *root)
{
	struct merkle_proof proof = *right;
	struct merkle_hash other = *root;

	spoil(&other, leaf + size);
	assert_false(merkle_is_included(&leaves[leaf], leaf, size, right, &other));
	assert_false(merkle_is_included(&leaves[(leaf + 1) % LEAVES], leaf, size, right, root));
	assert_false(merkle_is_included(&leaves[leaf], leaf ^ 1, size, right, root));
	assert_false(merkle_is_included(&leaves[leaf], leaf, 2 * size, right, root));
	assert_false(merkle_is_included(&leaves[leaf], leaf, leaf, right, root));
	for (size_t i = 0; i < right->n; i++) {
		proof = *right;
		spoil(&proof.hashes[i], leaf * size + i);
		assert_false(merkle_is_included(&leaves[leaf], leaf, size, &proof, root));
		proof = *right;
		memmove(&proof.hashes[i], &proof.hashes[i + 1],
		        (proof.n-- - i - 1) * sizeof(proof.hashes[0]));
		assert_false(merkle_is_included(&leaves[leaf], leaf, size, &proof, root));
	}
	proof = *right;
	proof.hashes[proof.n++] = *root;
	assert_false(merkle_is_included(&leaves[leaf], leaf, size, &proof, root));
}

static void test_inclusion(void **state)
{
	size_t size;
	const struct merkle_nodes nodes = {node, &size};

	fill();
	for (size = 1; size <= LEAVES; size++)
		for (size_t leaf = 0; leaf < size; leaf++) {
			struct merkle_proof proof, reference = {0};
			struct merkle_hash root = mth(0, size);
			assert_true(merkle_inclusion(&nodes, leaf, size, &proof));
			path(leaf, 0, size, &reference);
			assert_int_equal(proof.n, reference.n);
			assert_memory_equal(proof.hashes, reference.hashes,
			                    proof.n * sizeof(proof.hashes[0]));
			assert_true(merkle_is_included(&leaves[leaf], leaf, size, &proof, &root));
			if (size % 13 < 4)
				check_altered_inclusion(leaf, size, &proof, &root);
		}
	assert_false(merkle_inclusion(&nodes, 5, 5, &(struct merkle_proof){0}));
}

static void check_altered_consistency(size_t old, size_t size, const struct merkle_proof *right,
                                      const struct merkle_hash *was, const struct merkle_hash *is)
{
	struct merkle_hash other = *was;
	struct merkle_proof proof;

	spoil(&other, old + size);
	assert_false(merkle_is_consistent(old, &other, size, is, right));
	assert_false(merkle_is_consistent(old, was, size, &other, right));
	assert_false(merkle_is_consistent(old, is, size, was, right));
	assert_false(merkle_is_consistent(size, was, old, is, right));
	assert_false(merkle_is_consistent(old - 1, was, size, is, right));
	for (size_t i = 0; i < right->n; i++) {
		proof = *right;
		spoil(&proof.hashes[i], old * size + i);
		assert_false(merkle_is_consistent(old, was, size, is, &proof));
	}
	proof = *right;
	proof.n--;
	assert_false(merkle_is_consistent(old, was, size, is, &proof));
	proof = *right;
	proof.hashes[proof.n++] = *is;
	assert_false(merkle_is_consistent(old, was, size, is, &proof));
}

static void test_consistency(void **state)
{
	size_t size;
	const struct merkle_nodes nodes = {node, &size};

	fill();
	for (size = 2; size <= LEAVES; size++)
		for (size_t old = 1; old < size; old++) {
			struct merkle_proof proof, reference = {0};
			struct merkle_hash was = mth(0, old), is = mth(0, size);
			assert_true(merkle_consistency(&nodes, old, size, &proof));
			subproof(old, 0, size, true, &reference);
			assert_int_equal(proof.n, reference.n);
			assert_memory_equal(proof.hashes, reference.hashes,
			                    proof.n * sizeof(proof.hashes[0]));
			assert_true(merkle_is_consistent(old, &was, size, &is, &proof));
			if (size % 13 < 4)
				check_altered_consistency(old, size, &proof, &was, &is);
		}
}

/* What is no growth at all needs no proof, and a proof too many is one too many. */
static void test_same_and_empty(void **state)
{
	size_t size = 7;
	const struct merkle_nodes nodes = {node, &size};
	struct merkle_proof proof = {.n = 1};
	struct merkle_hash root, nothing;

	fill();
	root = mth(0, 7);
	assert_true(merkle_root(&nodes, 0, &nothing));
	assert_true(merkle_consistency(&nodes, 7, 7, &proof));
	assert_int_equal(proof.n, 0);
	assert_true(merkle_is_consistent(7, &root, 7, &root, &proof));
	assert_false(merkle_is_consistent(7, &nothing, 7, &root, &proof));
	assert_true(merkle_consistency(&nodes, 0, 7, &proof));
	assert_int_equal(proof.n, 0);
	assert_true(merkle_is_consistent(0, &nothing, 7, &root, &proof));
	assert_false(merkle_is_consistent(0, &root, 7, &root, &proof));
	proof.n = 1;
	assert_false(merkle_is_consistent(0, &nothing, 7, &root, &proof));
	assert_false(merkle_is_consistent(7, &root, 7, &root, &proof));
	assert_false(merkle_consistency(&nodes, 8, 7, &proof));
	proof.n = MERKLE_PROOF_MAX + 1;
	assert_false(merkle_is_included(&root, 0, MERKLE_LEAVES_MAX, &proof, &root));
	assert_false(merkle_is_consistent(1, &root, MERKLE_LEAVES_MAX, &root, &proof));
}

static void test_hexadecimal(void **state)
{
	static const char hex[] =
	        "6E340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
	struct merkle_hash hash, leaf;

	merkle_leaf("", 0, &leaf);
	assert_true(merkle_of_hex(hex, 64, &hash));
	assert_true(merkle_equal(&hash, &leaf));
	assert_false(merkle_of_hex(hex, 63, &hash));
	assert_false(merkle_of_hex(
	        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa0g1", 64, &hash));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_roots),          cmocka_unit_test(test_known_proofs),
	        cmocka_unit_test(test_inclusion),      cmocka_unit_test(test_consistency),
	        cmocka_unit_test(test_same_and_empty), cmocka_unit_test(test_hexadecimal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
