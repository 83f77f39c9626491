/* The private key of a log: a file that nobody else can read, in the form that Go's sumdb/note has:
 * 'PRIVATE+KEY+name+0123abcd+base64'. */
#ifndef VARTA_MERKLE_NOTE_SIGNER_H
#define VARTA_MERKLE_NOTE_SIGNER_H

#include "lib/merkle/note_key.h"

struct note_signer;

/* Makes a new key and writes it to path, which must not exist, with mode 600. Returns NULL and the
 * signer, or the complaint, which the caller frees. */
char *note_signer_create(const char *path, const char *name, struct note_signer **signer);
/* Reads one. A file that others than its owner may use is refused. No complaint quotes the key. */
char *note_signer_read(const char *path, struct note_signer **signer);
/* The key is wiped out. signer may be NULL. */
void note_signer_free(struct note_signer *signer);
/* Its public key. */
const struct note_key *note_signer_key(const struct note_signer *signer);
/* Signs len bytes. */
void note_signer_sign(const struct note_signer *signer, const void *text, size_t len,
                      unsigned char signature[NOTE_SIGNATURE_SIZE]);

#endif
