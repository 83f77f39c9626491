/* Tiles: their names are those of C2SP tlog-tiles and no others; a tree that grows in a folder in
 * steps of any size, closed and opened between them, has the roots and proofs that the leaves alone
 * give; what a crash leaves beyond the checkpoint is written over; tiles that were changed are
 * refused.
 */
#include "lib/merkle/tile_tree.h"

#include "lib/base/file_keep.h"
#include "lib/base/xmalloc.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { LEAVES = 70000 };

static struct merkle_hash *leaves, *known[MERKLE_LEVELS];
static char *folder;

static void test_names(void **state)
{
	static const struct {
		struct tile_name tile;
		const char *path;
	} names[] = {
	        {{0, 0, 256}, "tile/0/000"},
	        {{0, 273, 112}, "tile/0/273.p/112"},
	        {{1, 1234067, 256}, "tile/1/x001/x234/067"},
	        {{2, 1000, 1}, "tile/2/x001/000.p/1"},
	        {{7, 999, 255}, "tile/7/999.p/255"},
	};
	static const char *const wrong[] = {
	        "",
	        "tile",
	        "tile/0",
	        "tile/0/0",
	        "tile/0/00",
	        "tile/0/0000",
	        "tile/00/000",
	        "tile/8/000",
	        "tile/0/x000/000",
	        "tile/0/000/000",
	        "tile/0/x001/x000",
	        "tile/0/x001",
	        "tile/0/000.p/0",
	        "tile/0/000.p/256",
	        "tile/0/000.p/07",
	        "tile/0/000.p/",
	        "tile/0/000.p",
	        "tile/0/000/",
	        "tile/0/000.p/1/",
	        "/tile/0/000",
	        "tile/-1/000",
	        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
	        "tile/0/../000",
	        "tile/entries/000",
	        "tile/0/000 ",
	};
	struct tile_name tile;
	char path[TILE_PATH_SIZE];

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		tile_path(&names[i].tile, path);
		assert_string_equal(path, names[i].path);
		assert_true(tile_of_path(path, &tile));
		assert_int_equal(tile.level, names[i].tile.level);
		assert_int_equal(tile.index, names[i].tile.index);
		assert_int_equal(tile.width, names[i].tile.width);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (tile_of_path(wrong[i], &tile))
			fail_msg("'%s' is no path of a tile", wrong[i]);
}

/* The example of the specification: a tree of 70,000. */
static void test_widths(void **state)
{
	assert_int_equal(tile_width(0, 272, 70000), 256);
	assert_int_equal(tile_width(0, 273, 70000), 112);
	assert_int_equal(tile_width(0, 274, 70000), 0);
	assert_int_equal(tile_width(1, 0, 70000), 256);
	assert_int_equal(tile_width(1, 1, 70000), 17);
	assert_int_equal(tile_width(2, 0, 70000), 1);
	assert_int_equal(tile_width(3, 0, 70000), 0);
	assert_int_equal(tile_width(0, 0, 0), 0);
	assert_int_equal(tile_width(0, 0, 256), 256);
	assert_int_equal(tile_width(0, 1, 256), 0);
	assert_int_equal(tile_width(1, 0, 256), 1);
	assert_int_equal(tile_width(0, UINT64_MAX, 256), 0);
	assert_int_equal(tile_width(9, 0, MERKLE_LEAVES_MAX), 0);
}

/* Nodes by the leaves alone; kept, level by level. */
static bool node(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash)
{
	*hash = known[level][index];
	return true;
}

static void fill(void)
{
	for (size_t i = 0; i < LEAVES; i++)
		merkle_leaf(&i, sizeof(i), &leaves[i]);
	known[0] = leaves;
	for (unsigned level = 1; (size_t)LEAVES >> level; level++) {
		size_t n = (size_t)LEAVES >> level;
		known[level] = xreallocarray(NULL, n, sizeof(*leaves));
		for (size_t i = 0; i < n; i++)
			merkle_node(&known[level - 1][2 * i], &known[level - 1][2 * i + 1],
			            &known[level][i]);
	}
}

static const struct merkle_nodes by_leaves = {node, NULL};

static struct tile_tree *open_tree(uint64_t size)
{
	struct tile_tree *tree = NULL;
	struct merkle_hash root;
	char *why;

	assert_true(merkle_root(&by_leaves, size, &root));
	why = tile_tree_open(folder, size, &root, &tree);
	if (why)
		fail_msg("%s", why);
	assert_int_equal(tile_tree_size(tree), size);
	return tree;
}

static void grow(struct tile_tree *tree, size_t to)
{
	size_t size = (size_t)tile_tree_size(tree);
	struct merkle_hash root, expected;

	assert_null(tile_tree_add(tree, leaves + size, to - size));
	assert_null(tile_tree_flush(tree));
	tile_tree_root(tree, &root);
	assert_true(merkle_root(&by_leaves, to, &expected));
	assert_true(merkle_equal(&root, &expected));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
	return remove(path);
}

static void clear(void)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Proofs by tiles are those by leaves. */
static void compare_proofs(struct tile_tree *tree)
{
	struct tile_nodes *tiles = tile_tree_nodes(tree);
	const struct merkle_nodes nodes = tile_nodes_of(tiles);
	size_t size = (size_t)tile_tree_size(tree);
	struct merkle_proof proof, expected;

	for (size_t at = 0; at < size; at += 1 + size / 5) {
		assert_true(merkle_inclusion(&nodes, at, size, &proof));
		assert_true(merkle_inclusion(&by_leaves, at, size, &expected));
		assert_int_equal(proof.n, expected.n);
		assert_memory_equal(proof.hashes, expected.hashes,
		                    proof.n * sizeof(proof.hashes[0]));
		assert_true(merkle_consistency(&nodes, at, size, &proof));
		assert_true(merkle_consistency(&by_leaves, at, size, &expected));
		assert_int_equal(proof.n, expected.n);
		assert_memory_equal(proof.hashes, expected.hashes,
		                    proof.n * sizeof(proof.hashes[0]));
	}
	assert_null(tile_nodes_complaint(tiles));
	tile_nodes_free(tiles);
}

static bool is_there(const char *name)
{
	char *path = xasprintf("%s/%s", folder, name);
	bool there = access(path, R_OK) == 0;

	free(path);
	return there;
}

/* What the specification names for 70,000 leaves is there, readable by all; what was narrower is
 * gone.
 */
static void check_files(void)
{
	char *path = xasprintf("%s/tile/1/000", folder);
	struct stat st;

	assert_true(is_there("tile/0/272"));
	assert_true(is_there("tile/0/273.p/112"));
	assert_true(is_there("tile/1/001.p/17"));
	assert_true(is_there("tile/2/000.p/1"));
	assert_false(is_there("tile/0/000.p"));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, TILE_BYTES);
	assert_int_equal(st.st_mode & 0777, 0644);
	free(path);
}

static void test_grows(void **state)
{
	static const size_t sizes[] = {1, 64, 128, 255, 256, 257, 1000, 65535, 65536, LEAVES};
	size_t before = 0;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct tile_tree *tree = open_tree(before);
		grow(tree, sizes[i]);
		compare_proofs(tree);
		tile_tree_free(tree);
		before = sizes[i];
		assert_true(is_there("tile/0/000.p") == (before < TILE_WIDTH));
	}
	check_files();
	clear();
}

/* The tiles of a batch whose checkpoint was never signed: another batch takes their place. */
static void test_a_crash_before_the_checkpoint(void **state)
{
	struct tile_tree *tree = open_tree(0);
	struct merkle_hash other[300];

	grow(tree, 200);
	for (size_t i = 0; i < 300; i++)
		merkle_leaf("never signed", i % 12, &other[i]);
	assert_null(tile_tree_add(tree, other, 300));
	assert_null(tile_tree_flush(tree));
	tile_tree_free(tree);
	tree = open_tree(200);
	grow(tree, 600);
	compare_proofs(tree);
	tile_tree_free(tree);
	clear();
}

static void spoil(const char *name, long at)
{
	char *path = xasprintf("%s/%s", folder, name);
	FILE *f = fopen(path, "r+");
	int c;

	assert_non_null(f);
	fseek(f, at, SEEK_SET);
	c = fgetc(f);
	fseek(f, at, SEEK_SET);
	fputc(c ^ 1, f);
	fclose(f);
	free(path);
}

static void assert_refused(uint64_t size, const char *words)
{
	struct tile_tree *tree = NULL;
	struct merkle_hash root;
	char *why;

	merkle_root(&by_leaves, size, &root);
	why = tile_tree_open(folder, size, &root, &tree);
	assert_non_null(why);
	assert_null(tree);
	if (!strstr(why, words) || !strstr(why, folder))
		fail_msg("%s", why);
	free(why);
}

static void test_spoilt(void **state)
{
	struct tile_tree *tree = open_tree(0);
	char *path = xasprintf("%s/tile/0/003.p/232", folder);

	grow(tree, 1000);
	tile_tree_free(tree);
	spoil("tile/0/003.p/232", 4000);
	assert_refused(1000, "do not give the root");
	spoil("tile/0/003.p/232", 4000);
	tile_tree_free(open_tree(1000));
	assert_int_equal(truncate(path, 7000), 0);
	assert_refused(1000, "too short");
	assert_int_equal(unlink(path), 0);
	assert_refused(1000, "cannot read");
	free(path);
	clear();
}

/* A reader of foreign tiles: one that is wrong gives a wrong proof, one that is short a complaint.
 */
static void test_reader(void **state)
{
	struct tile_tree *tree = open_tree(0);
	struct tile_nodes *tiles;
	struct merkle_nodes nodes;
	struct merkle_hash root;
	char *path = xasprintf("%s/tile/0/001", folder);

	grow(tree, 1000);
	assert_int_equal(truncate(path, 8000), 0);
	tiles = tile_tree_nodes(tree);
	nodes = tile_nodes_of(tiles);
	assert_true(merkle_root(&nodes, 1000, &root)); /* level 1 knows it */
	assert_false(merkle_inclusion(&nodes, 300, 1000, &(struct merkle_proof){0}));
	assert_non_null(strstr(tile_nodes_complaint(tiles), "'tile/0/001' is too short"));
	tile_nodes_free(tiles);
	free(path);
	tile_tree_free(tree);
	clear();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_names),  cmocka_unit_test(test_widths),
	        cmocka_unit_test(test_grows),  cmocka_unit_test(test_a_crash_before_the_checkpoint),
	        cmocka_unit_test(test_spoilt), cmocka_unit_test(test_reader),
	};
	const char *tmp = getenv("TMPDIR");
	char *above = xasprintf("%s/tiles.XXXXXX", tmp ? tmp : "/tmp");
	int failed;

	if (!mkdtemp(above))
		return 1;
	folder = xasprintf("%s/log", above);
	leaves = xreallocarray(NULL, LEAVES, sizeof(*leaves));
	fill();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	clear();
	rmdir(above);
	for (unsigned level = 0; level < MERKLE_LEVELS; level++)
		free(known[level]);
	free(folder);
	free(above);
	return failed;
}
