/* Writes, reads and checks receipts. */
#include "lib/merkle/receipt.h"

#include "lib/base/base64.h"
#include "lib/base/i18n.h"

#include <string.h>

static json_t *base64_json(const void *data, size_t len)
{
	struct buf text = {0};
	json_t *json;

	base64_add(&text, data, len);
	json = json_string(text.data ? text.data : "");
	buf_release(&text);
	return json;
}

json_t *receipt_json(const struct receipt *receipt, const char *number)
{
	char hex[MERKLE_HEX_SIZE];
	json_t *json = json_object(), *proof;

	merkle_hex(&receipt->hash, hex);
	json_object_set_new(json, "receipt", json_string(hex));
	if (number)
		json_object_set_new(json, "number", json_string(number));
	json_object_set_new(json, "entry", base64_json(receipt->entry, receipt->entry_len));
	json_object_set_new(json, "sealed", json_boolean(receipt->sealed));
	if (!receipt->sealed)
		return json;
	proof = json_array();
	for (size_t i = 0; i < receipt->proof.n; i++)
		json_array_append_new(
		        proof, base64_json(receipt->proof.hashes[i].bytes, MERKLE_HASH_SIZE));
	json_object_set_new(json, "leaf", json_integer((json_int_t)receipt->leaf));
	json_object_set_new(json, "proof", proof);
	json_object_set_new(json, "checkpoint", json_string(receipt->checkpoint));
	return json;
}

/* Reading -------------------------------------------------------------------------------------- */

static const char *read_entry(const json_t *json, struct receipt *receipt)
{
	const json_t *text = json_object_get(json, "entry");
	struct buf entry = {0};
	bool ok = json_is_string(text) &&
	          base64_decode(&entry, json_string_value(text), json_string_length(text)) &&
	          entry.len > 0 && entry.len <= RECEIPT_ENTRY_MAX;

	if (ok) {
		memcpy(receipt->entry, entry.data, entry.len);
		receipt->entry_len = entry.len;
	}
	buf_release(&entry);
	return ok ? NULL : _("'entry' is not base64 of a few bytes");
}

static const char *read_proof(const json_t *json, struct receipt *receipt)
{
	const json_t *proof = json_object_get(json, "proof"), *hash;
	size_t i;

	if (!json_is_array(proof) || json_array_size(proof) > MERKLE_PROOF_MAX)
		return _("'proof' is not a list of hashes");
	json_array_foreach(proof, i, hash) {
		if (!json_is_string(hash) ||
		    !base64_decode_exactly(json_string_value(hash), json_string_length(hash),
		                           receipt->proof.hashes[i].bytes, MERKLE_HASH_SIZE))
			return _("'proof' is not a list of hashes");
	}
	receipt->proof.n = json_array_size(proof);
	return NULL;
}

static const char *read_sealed(const json_t *json, struct receipt *receipt)
{
	const json_t *leaf = json_object_get(json, "leaf");
	const json_t *checkpoint = json_object_get(json, "checkpoint");

	if (!json_is_integer(leaf) || json_integer_value(leaf) < 0)
		return _("'leaf' is not the number of a leaf");
	receipt->leaf = (uint64_t)json_integer_value(leaf);
	if (!json_is_string(checkpoint) || json_string_length(checkpoint) > NOTE_MAX ||
	    strlen(json_string_value(checkpoint)) != json_string_length(checkpoint))
		return _("'checkpoint' is not a text");
	memcpy(receipt->checkpoint, json_string_value(checkpoint), json_string_length(checkpoint));
	return read_proof(json, receipt);
}

static const char *read_object(const json_t *json, struct receipt *receipt)
{
	const json_t *hash = json_object_get(json, "receipt"),
	             *sealed = json_object_get(json, "sealed");
	const char *why;

	if (!json_is_string(hash) ||
	    !merkle_of_hex(json_string_value(hash), json_string_length(hash), &receipt->hash))
		return _("'receipt' is not 64 hexadecimal digits");
	if (!json_is_boolean(sealed))
		return _("'sealed' is neither true nor false");
	receipt->sealed = json_is_true(sealed);
	why = read_entry(json, receipt);
	return why || !receipt->sealed ? why : read_sealed(json, receipt);
}

const char *receipt_parse(const char *text, size_t len, struct receipt *receipt)
{
	json_t *json =
	        len <= RECEIPT_MAX ? json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const char *why;

	memset(receipt, 0, sizeof(*receipt));
	why = json_is_object(json) ? read_object(json, receipt) : _("it is not an object of JSON");
	json_decref(json);
	return why;
}

const char *receipt_check(const struct receipt *receipt, const struct note_key *key,
                          struct checkpoint *checkpoint)
{
	struct merkle_hash hash;
	const char *why;

	merkle_leaf(receipt->entry, receipt->entry_len, &hash);
	if (!merkle_equal(&hash, &receipt->hash))
		return _("the entry is not the one that the receipt is of");
	if (!receipt->sealed)
		return _("it is not sealed yet: get it again later");
	why = checkpoint_open(receipt->checkpoint, strlen(receipt->checkpoint), key, NULL,
	                      checkpoint);
	if (why)
		return why;
	if (!merkle_is_included(&hash, receipt->leaf, checkpoint->size, &receipt->proof,
	                        &checkpoint->root))
		return _("the proof does not lead from the entry to the checkpoint");
	return NULL;
}
