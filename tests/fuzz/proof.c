/* What proves that something stands in a log: receipts, signed notes, checkpoints, public keys,
 * paths of tiles. Whatever is read is written again as it was; a checkpoint that nobody signed is
 * never taken, and no bytes are a proof for a root that they were not made for.
 *
 * The first byte says how the rest is read.
 */
#include "lib/merkle/receipt.h"
#include "lib/merkle/tile.h"

#include "lib/base/xmalloc.h"
#include "tests/fuzz/fuzz.h"

#define KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

static const struct note_key *key(void)
{
	static struct note_key parsed;

	MUST(note_key_parse(KEY, strlen(KEY), &parsed));
	return &parsed;
}

/* The texts that the corpus has signatures of; the private key is public, but not in here. */
static bool was_signed(const struct note *note)
{
	static const char *const texts[] = {
	        "PeterNeumann\n64\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
	        "If you think cryptography is the answer to your problem,\n"
	        "then you don't know what your problem is.\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (note->text_len == strlen(texts[i]) &&
		    memcmp(note->text, texts[i], note->text_len) == 0)
			return true;
	return false;
}

static void check_note(const char *s, size_t len)
{
	struct checkpoint c;
	struct note note;
	int64_t time;

	if (note_parse(s, len, &note))
		return;
	MUST(note.n >= 1 && note.n <= NOTE_SIGNATURES_MAX && note.text_len > 0 && note.len == len);
	MUST(s[note.text_len - 1] == '\n' && s[note.text_len] == '\n');
	if (note_check(&note, key(), &time) == NOTE_SIGNED)
		MUST(was_signed(&note));
	if (!checkpoint_of_note(&note, key(), &c))
		MUST(c.size == 64);
	if (!checkpoint_parse(note.text, note.text_len, &c)) {
		char *again = checkpoint_text(&c);
		MUST(strlen(again) <= note.text_len);
		MUST(memcmp(again, note.text, strlen(again)) == 0);
		free(again);
	}
}

static void check_notes(const char *s, size_t len)
{
	struct note note;

	for (size_t at = 0; at < len; at += note.len) {
		const char *why = note_parse_first(s + at, len - at, &note);
		MUST(note.len > 0 && note.len <= len - at);
		if (!why)
			MUST(note.text >= s + at && note.text_len < note.len);
	}
}

static void check_key(const char *s, size_t len)
{
	struct note_key parsed;
	char *again;

	if (!note_key_parse(s, len, &parsed))
		return;
	again = note_key_text(&parsed);
	MUST(strlen(again) == len && memcmp(again, s, len) == 0);
	free(again);
}

static void check_path(const char *s)
{
	struct tile_name tile;
	char again[TILE_PATH_SIZE];

	if (!tile_of_path(s, &tile))
		return;
	tile_path(&tile, again);
	MUST(strcmp(again, s) == 0);
	MUST(tile.level < TILE_LEVELS && tile.width >= 1 && tile.width <= TILE_WIDTH);
}

static void check_receipt(const char *s, size_t len)
{
	static struct receipt r, again;
	struct checkpoint c;
	json_t *json;
	char *text;

	if (receipt_parse(s, len, &r))
		return;
	MUST(r.entry_len > 0 && r.entry_len <= RECEIPT_ENTRY_MAX && r.proof.n <= MERKLE_PROOF_MAX);
	/* the root that was signed is not the root of anything known */
	MUST(receipt_check(&r, key(), &c));
	json = receipt_json(&r, NULL);
	text = json_dumps(json, 0);
	json_decref(json);
	if (!text)
		return;
	MUST(!receipt_parse(text, strlen(text), &again));
	MUST(again.leaf == r.leaf && again.proof.n == r.proof.n && again.entry_len == r.entry_len &&
	     merkle_equal(&again.hash, &r.hash));
	free(text);
}

/* Two numbers, then hashes: never a proof for a root that is not made of them. */
static void check_proof(const uint8_t *data, size_t size)
{
	struct merkle_proof proof = {0};
	struct merkle_hash root, hash;
	uint64_t at[2];

	if (size < sizeof(at))
		return;
	memcpy(at, data, sizeof(at));
	data += sizeof(at);
	size -= sizeof(at);
	for (; size >= MERKLE_HASH_SIZE && proof.n < MERKLE_PROOF_MAX; size -= MERKLE_HASH_SIZE) {
		memcpy(proof.hashes[proof.n++].bytes, data, MERKLE_HASH_SIZE);
		data += MERKLE_HASH_SIZE;
	}
	merkle_leaf("leaf", 4, &hash);
	merkle_leaf("root", 4, &root);
	MUST(!merkle_is_included(&hash, at[0], at[1], &proof, &root));
	MUST(!merkle_is_consistent(at[0], &hash, at[1], &root, &proof));
	if (merkle_is_included(&hash, at[0], at[1], &proof, &hash))
		MUST(at[0] == 0 && at[1] == 1 && proof.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);

	MUST(s);
	memcpy(s, data, size);
	s[size] = '\0';
	if (size > 0) {
		switch (s[0]) {
		case 'n':
			check_note(s + 1, size - 1);
			break;
		case 's':
			check_notes(s + 1, size - 1);
			break;
		case 'k':
			check_key(s + 1, size - 1);
			break;
		case 't':
			check_path(s + 1);
			break;
		case 'r':
			check_receipt(s + 1, size - 1);
			break;
		default:
			check_proof(data + 1, size - 1);
			break;
		}
	}
	free(s);
	return 0;
}
