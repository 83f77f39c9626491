/* Receipts: a right one is checked by itself; of 1,000 that were altered, in each of their fields,
 * none is taken.
 */
#include "lib/merkle/receipt.h"

#include "lib/base/xmalloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { LEAVES = 192, ALTERED = 1000 };

static struct merkle_hash leaves[LEAVES];
static struct note_signer *signer;

static bool node(void *arg, unsigned level, uint64_t index, struct merkle_hash *hash)
{
	struct merkle_hash right;

	if (level == 0) {
		*hash = leaves[index];
		return true;
	}
	node(arg, level - 1, 2 * index, hash);
	node(arg, level - 1, 2 * index + 1, &right);
	merkle_node(hash, &right, hash);
	return true;
}

static void make(struct receipt *r, uint64_t leaf)
{
	const struct merkle_nodes nodes = {node, NULL};
	struct merkle_hash root;
	char *note;

	memset(r, 0, sizeof(*r));
	r->entry_len =
	        (size_t)snprintf((char *)r->entry, sizeof(r->entry),
	                         "[1, %d, %d, 1795362194000000, \"beat\", \"local\", \"new\"]",
	                         (int)leaf, (int)leaf) +
	        MERKLE_HASH_SIZE;
	merkle_leaf(r->entry, r->entry_len, &r->hash);
	leaves[leaf] = r->hash;
	r->sealed = true;
	r->leaf = leaf;
	merkle_inclusion(&nodes, leaf, LEAVES, &r->proof);
	merkle_root(&nodes, LEAVES, &root);
	note = checkpoint_sign(LEAVES, &root, signer);
	memcpy(r->checkpoint, note, strlen(note));
	free(note);
}

static char *text_of(const struct receipt *r)
{
	json_t *json = receipt_json(r, "17");
	char *text = json_dumps(json, JSON_INDENT(1));

	json_decref(json);
	return text;
}

static const char *check(const char *text)
{
	struct receipt *r = xcalloc(1, sizeof(*r));
	struct checkpoint c;
	const char *why = receipt_parse(text, strlen(text), r);

	if (!why)
		why = receipt_check(r, note_signer_key(signer), &c);
	free(r);
	return why;
}

static void test_right(void **state)
{
	struct receipt *r = xcalloc(1, sizeof(*r));

	for (uint64_t leaf = 0; leaf < LEAVES; leaf += 5) {
		char *text;
		make(r, leaf);
		text = text_of(r);
		assert_null(check(text));
		free(text);
	}
	free(r);
}

static void test_not_sealed(void **state)
{
	struct receipt *r = xcalloc(1, sizeof(*r));
	char *text;

	make(r, 5);
	r->sealed = false;
	text = text_of(r);
	assert_null(strstr(text, "proof"));
	assert_non_null(strstr(check(text), "not sealed yet"));
	free(text);
	free(r);
}

/* Changes one value. */
static void alter(struct receipt *r, unsigned turn)
{
	unsigned char bit = (unsigned char)(1U << (rand() % 8));

	switch (turn % 8) {
	case 0:
		r->hash.bytes[rand() % MERKLE_HASH_SIZE] ^= bit;
		break;
	case 1:
		r->entry[rand() % (int)r->entry_len] ^= bit;
		break;
	case 2: /* entry and hash, so that they fit */
		r->entry[rand() % (int)r->entry_len] ^= bit;
		merkle_leaf(r->entry, r->entry_len, &r->hash);
		break;
	case 3:
		r->leaf ^= (uint64_t)1 << (rand() % 20);
		break;
	case 4:
		r->proof.hashes[rand() % (int)r->proof.n].bytes[rand() % MERKLE_HASH_SIZE] ^= bit;
		break;
	case 5:
		r->proof.n--;
		break;
	case 6:
		r->proof.hashes[r->proof.n++] = r->hash;
		break;
	default: {
		size_t len = strlen(r->checkpoint);
		r->checkpoint[rand() % (int)len] ^= (char)(bit & 0x7f ? bit & 0x7f : 1);
	}
	}
}

static void test_a_thousand_altered(void **state)
{
	struct receipt *r = xcalloc(1, sizeof(*r)), *right = xcalloc(1, sizeof(*r));
	size_t refused = 0;

	srand(6962);
	for (unsigned turn = 0; turn < ALTERED; turn++) {
		char *text;
		if (turn % 50 == 0)
			make(right, (uint64_t)(rand() % LEAVES));
		*r = *right;
		alter(r, turn);
		text = text_of(r);
		if (!check(text))
			fail_msg("turn %u was taken: %s", turn, text);
		free(text);
		refused++;
	}
	assert_int_equal(refused, ALTERED);
	free(right);
	free(r);
}

static void test_malformed(void **state)
{
	static const char hash[] =
	        "\"receipt\":\"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d\"";
	static const char *const wrong[] = {
	        "",
	        "{",
	        "[]",
	        "null",
	        "{}",
	        "{\"receipt\":1}",
	        "{\"receipt\":\"6e\"}",
	        "{%s}",
	        "{%s,\"sealed\":1}",
	        "{%s,\"sealed\":false}",
	        "{%s,\"sealed\":false,\"entry\":\"\"}",
	        "{%s,\"sealed\":false,\"entry\":\"x\"}",
	        "{%s,\"sealed\":true,\"entry\":\"AAAA\"}",
	        "{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":-1}",
	        "{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1.5}",
	        "{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":99999999999999999999}",
	        "{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1,\"checkpoint\":\"x\"}",
	        ("{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1,\"checkpoint\":\"x\\u0000y\","
	         "\"proof\":[]}"),
	        ("{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1,\"checkpoint\":\"x\",\"proof\":"
	         "["
	         "\"AAAA\"]}"),
	        ("{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1,\"leaf\":2,\"checkpoint\":"
	         "\"x\","
	         "\"proof\":[]}"),
	};
	struct receipt *r = xcalloc(1, sizeof(*r));
	struct buf many = {0};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *gap = strstr(wrong[i], "%s");
		char *text =
		        gap ? xasprintf("%.*s%s%s", (int)(gap - wrong[i]), wrong[i], hash, gap + 2)
		            : xstrdup(wrong[i]);
		if (!receipt_parse(text, strlen(text), r))
			fail_msg("%s", text);
		free(text);
	}
	buf_addf(&many,
	         "{%s,\"sealed\":true,\"entry\":\"AAAA\",\"leaf\":1,\"checkpoint\":\"x\",\"proof\":"
	         "[",
	         hash);
	for (int i = 0; i <= MERKLE_PROOF_MAX; i++)
		buf_addf(&many, "%s\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"", i ? "," : "");
	buf_adds(&many, "]}");
	assert_non_null(strstr(receipt_parse(many.data, many.len, r), "'proof'"));
	buf_release(&many);
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_right),
	        cmocka_unit_test(test_not_sealed),
	        cmocka_unit_test(test_a_thousand_altered),
	        cmocka_unit_test(test_malformed),
	};
	const char *tmp = getenv("TMPDIR");
	char *folder = xasprintf("%s/receipt.XXXXXX", tmp ? tmp : "/tmp"), *path;
	int failed;

	if (!mkdtemp(folder))
		return 1;
	path = xasprintf("%s/key", folder);
	if (note_signer_create(path, "varta.example/log", &signer))
		return 1;
	for (size_t i = 0; i < LEAVES; i++)
		merkle_leaf(&i, sizeof(i), &leaves[i]);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	note_signer_free(signer);
	unlink(path);
	rmdir(folder);
	free(path);
	free(folder);
	return failed;
}
