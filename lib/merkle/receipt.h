/* A resident's receipt: proves by itself that what was received stands in the log. */
#ifndef VARTA_MERKLE_RECEIPT_H
#define VARTA_MERKLE_RECEIPT_H

#include "lib/merkle/checkpoint.h"

#include <jansson.h>

enum { RECEIPT_MAX = 65536, RECEIPT_ENTRY_MAX = 4096 };

struct receipt {
	struct merkle_hash hash; /* of the leaf: what the resident was given */
	unsigned char entry[RECEIPT_ENTRY_MAX];
	size_t entry_len;
	bool sealed; /* whether the rest is there */
	uint64_t leaf;
	struct merkle_proof proof;
	char checkpoint[NOTE_MAX + 1]; /* a signed note */
};

/* {"receipt": hexadecimal, "number": …, "entry": base64, "sealed": true, "leaf": n, "proof":
 * [base64 …], "checkpoint": "…"}; without the last three and false while it is not sealed. number
 * may be NULL. */
json_t *receipt_json(const struct receipt *receipt, const char *number);
/* Reads it. Returns NULL, or in a few words what is wrong. */
const char *receipt_parse(const char *json, size_t len, struct receipt *receipt);
/* Checks it against the log's public key: the entry is the receipt's, the leaf is in the tree, the
 * checkpoint is signed. Returns NULL, or what is wrong. checkpoint is what it was checked against.
 */
const char *receipt_check(const struct receipt *receipt, const struct note_key *key,
                          struct checkpoint *checkpoint);

#endif
