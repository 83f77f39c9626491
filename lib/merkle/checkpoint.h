/* Checkpoints, C2SP tlog-checkpoint: what a log was at one time, as a signed note of three lines:
 * its name, its number of leaves, its root in base64. */
#ifndef VARTA_MERKLE_CHECKPOINT_H
#define VARTA_MERKLE_CHECKPOINT_H

#include "lib/merkle/merkle.h"
#include "lib/merkle/note.h"

struct checkpoint {
	char origin[NOTE_NAME_MAX + 1]; /* the log's name, and its key's */
	uint64_t size;                  /* leaves */
	struct merkle_hash root;
};

/* Reads a checkpoint from the text of a note; further lines are allowed and say nothing. Returns
 * NULL, or in a few words what is wrong. */
const char *checkpoint_parse(const char *text, size_t len, struct checkpoint *checkpoint);
/* Its text, unsigned. The caller frees it. */
char *checkpoint_text(const struct checkpoint *checkpoint);
/* Signed by the key, whose name becomes the origin. The caller frees it. */
char *checkpoint_sign(uint64_t size, const struct merkle_hash *root,
                      const struct note_signer *signer);
/* Reads a note and the checkpoint in it, which has to be signed by the log's key and to name it.
 * Returns NULL, or what is wrong. note may be NULL. */
const char *checkpoint_open(const char *data, size_t len, const struct note_key *key,
                            struct note *note, struct checkpoint *checkpoint);
/* The same of a note that was read. */
const char *checkpoint_of_note(const struct note *note, const struct note_key *key,
                               struct checkpoint *checkpoint);

#endif
