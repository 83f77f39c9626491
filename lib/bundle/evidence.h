/* Events in a bundle: what they say, and the proof that the log has them. */
#ifndef VARTA_BUNDLE_EVIDENCE_H
#define VARTA_BUNDLE_EVIDENCE_H

#include "lib/merkle/receipt.h"

#include <jansson.h>

/* An event that was read and found right. */
struct evidence {
	json_t *line;  /* [city, event, request, microseconds since 1970, who, from where, verb] */
	json_t *said;  /* [salt, why, before, after] */
	bool sealed;   /* a signed checkpoint has it */
	uint64_t size; /* leaves of that one */
};

/* A receipt's members (receipt.h), and "said": the text of which SHA-256 ends the entry. */
json_t *evidence_json(const struct receipt *receipt, const char *said);
/* Reads one, and checks it against the log's public key. Returns NULL, or in a few words what is
 * wrong; evidence_release() is called in any case. */
const char *evidence_read(const json_t *json, const struct note_key *key,
                          struct evidence *evidence);
void evidence_release(struct evidence *evidence);

/* "" where there is none. */
const char *evidence_verb(const struct evidence *evidence);
/* What it says of how it is now: a member of after; NULL: nothing. */
const json_t *evidence_after(const struct evidence *evidence, const char *name);

#endif
