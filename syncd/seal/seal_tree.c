/* Lets the tree of the log grow from its own tiles, and signs it. */
#include "syncd/seal/seal_tree.h"

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"
#include "lib/merkle/checkpoint.h"
#include "lib/merkle/log_folder.h"
#include "lib/merkle/note_signer.h"
#include "lib/merkle/tile_tree.h"

#include <stdlib.h>
#include <string.h>

/* How many leaves that the tree has are compared each time: the last batch at least. */
enum { COMPARED = TILE_WIDTH };

struct seal_tree {
	const char *folder;
	const struct note_signer *signer;
	struct tile_tree *tree; /* NULL: it is to be opened anew */
	uint64_t signed_size;   /* of the checkpoint in the folder */
};

static char *open_tiles(struct seal_tree *tree)
{
	struct checkpoint newest = {0};
	struct buf data = {0};
	char *why = log_folder_newest(tree->folder, note_signer_key(tree->signer), &data, &newest);
	bool any = data.len != 0;

	buf_release(&data);
	if (why)
		return why;
	tree->signed_size = newest.size;
	return tile_tree_open(tree->folder, newest.size, any ? &newest.root : NULL, &tree->tree);
}

char *seal_tree_open(const struct note_signer *signer, const char *folder, struct seal_tree **tree)
{
	struct seal_tree *t = xcalloc(1, sizeof(*t));
	char *why;

	t->folder = folder;
	t->signer = signer;
	why = open_tiles(t);
	if (why) {
		seal_tree_free(t);
		return why;
	}
	*tree = t;
	return NULL;
}

void seal_tree_free(struct seal_tree *tree)
{
	if (!tree)
		return;
	tile_tree_free(tree->tree);
	free(tree);
}

uint64_t seal_tree_size(const struct seal_tree *tree)
{
	return tree->tree ? tile_tree_size(tree->tree) : tree->signed_size;
}

uint64_t seal_tree_from(const struct seal_tree *tree)
{
	uint64_t size = seal_tree_size(tree);

	return size < COMPARED ? 0 : size - COMPARED;
}

/* Forgets what is only in memory: the next attempt begins with the checkpoint in the folder. */
static void give_up(struct seal_tree *tree)
{
	tile_tree_free(tree->tree);
	tree->tree = NULL;
}

/* Whether the leaves are those that the tiles on the disk have; n of them from first on. */
static enum seal_verdict compare(struct seal_tree *tree, uint64_t first,
                                 const struct merkle_hash *leaves, size_t n, char **why)
{
	struct tile_nodes *tiles = tile_tree_nodes(tree->tree);
	const struct merkle_nodes nodes = tile_nodes_of(tiles);
	enum seal_verdict verdict = SEAL_OK;

	for (size_t i = 0; verdict == SEAL_OK && i < n; i++) {
		struct merkle_hash own;

		if (!nodes.node(nodes.arg, 0, first + i, &own)) {
			*why = xstrdup(tile_nodes_complaint(tiles));
			verdict = SEAL_FAILED;
		} else if (!merkle_equal(&own, &leaves[i])) {
			*why = alarm_code(ALARM_LEAF_CHANGED, first + i, 0);
			verdict = SEAL_DIFFERS;
		}
	}
	tile_nodes_free(tiles);
	return verdict;
}

/* Whether the tree, which is as large as what was signed before the folder was lost, is that. */
static enum seal_verdict check_past(struct seal_tree *tree, const struct seal_past *past,
                                    char **why)
{
	struct merkle_hash root;

	tile_tree_root(tree->tree, &root);
	if (merkle_equal(&root, &past->root))
		return SEAL_OK;
	*why = alarm_code(ALARM_PAST_CHANGED, past->size, 0);
	return SEAL_DIFFERS;
}

static enum seal_verdict add(struct seal_tree *tree, const struct merkle_hash *leaves, size_t n,
                             const struct seal_past *past, char **why)
{
	uint64_t size = tile_tree_size(tree->tree);
	bool reaches = size < past->size && past->size - size <= n;
	size_t part = reaches ? (size_t)(past->size - size) : n;

	*why = tile_tree_add(tree->tree, leaves, part);
	if (*why)
		return SEAL_FAILED;
	if (!reaches)
		return SEAL_OK;
	if (check_past(tree, past, why) != SEAL_OK)
		return SEAL_DIFFERS;
	*why = tile_tree_add(tree->tree, leaves + part, n - part);
	return *why ? SEAL_FAILED : SEAL_OK;
}

enum seal_verdict seal_tree_take(struct seal_tree *tree, uint64_t first,
                                 const struct merkle_hash *leaves, size_t n,
                                 const struct seal_past *past, char **why)
{
	enum seal_verdict verdict = SEAL_OK;
	uint64_t size;
	size_t known;

	if (!tree->tree && (*why = open_tiles(tree)))
		return SEAL_FAILED;
	size = tile_tree_size(tree->tree);
	if (first > size) {
		*why = alarm_code(ALARM_LEAF_MISSING, size, 0);
		return SEAL_DIFFERS;
	}
	known = size - first < n ? (size_t)(size - first) : n;
	/* what was added since the last checkpoint is not on the disk yet, and was compared with
	 * nothing: it comes once */
	if (known && size == tree->signed_size)
		verdict = compare(tree, first, leaves, known, why);
	if (verdict == SEAL_OK)
		verdict = add(tree, leaves + known, n - known, past, why);
	if (verdict != SEAL_OK)
		give_up(tree);
	return verdict;
}

char *seal_tree_sign(struct seal_tree *tree, char **note, struct merkle_hash *root)
{
	char *why = tree->tree ? tile_tree_flush(tree->tree) : xstrdup("the tree is not open");

	if (why)
		return why;
	tile_tree_root(tree->tree, root);
	*note = checkpoint_sign(tile_tree_size(tree->tree), root, tree->signer);
	why = log_folder_keep(tree->folder, *note, note_signer_key(tree->signer));
	if (why) {
		free(*note);
		*note = NULL;
		give_up(tree);
		return why;
	}
	tree->signed_size = tile_tree_size(tree->tree);
	return NULL;
}

bool seal_tree_prove(const struct seal_tree *tree, uint64_t leaf, struct merkle_proof *proof,
                     char *note, size_t size)
{
	const struct tile_reader reader = tile_folder_reader(tree->folder);
	struct checkpoint newest = {0};
	struct tile_nodes *tiles;
	struct merkle_nodes nodes;
	struct buf data = {0};
	char *why = log_folder_newest(tree->folder, note_signer_key(tree->signer), &data, &newest);
	bool ok = !why && leaf < newest.size && data.len < size;

	if (why)
		log_warnx("no receipt can be proved: %s", why);
	free(why);
	if (ok) {
		memcpy(note, data.data, data.len);
		note[data.len] = '\0';
		tiles = tile_nodes_new(&reader, newest.size);
		nodes = tile_nodes_of(tiles);
		ok = merkle_inclusion(&nodes, leaf, newest.size, proof);
		tile_nodes_free(tiles);
	}
	buf_release(&data);
	return ok;
}
