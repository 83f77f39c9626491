/* Keys of signed notes, C2SP signed-note: a name, a kind and an Ed25519 key. The public one is a
 * line, 'name+0123abcd+base64', that anybody may have. */
#ifndef VARTA_MERKLE_NOTE_KEY_H
#define VARTA_MERKLE_NOTE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum note_key_kind {
	NOTE_KEY_LOG = 1,    /* signs the text: a log's key */
	NOTE_KEY_WITNESS = 4 /* signs the text and the time, C2SP tlog-cosignature */
};

enum {
	NOTE_NAME_MAX = 255,   /* bytes of a key's name */
	NOTE_PUBLIC_SIZE = 32, /* of Ed25519 */
	NOTE_SIGNATURE_SIZE = 64
};

struct note_key {
	char name[NOTE_NAME_MAX + 1];
	enum note_key_kind kind;
	uint32_t id; /* first four bytes of SHA-256(name || "\n" || kind || public) */
	unsigned char public[NOTE_PUBLIC_SIZE];
};

/* Whether the len bytes of name can be a key's: not empty, not too long, UTF-8, no blanks, no
 * controls, no plus sign. */
bool note_name_valid(const char *name, size_t len);
/* The identifier that a key with this name, kind and public key has. */
uint32_t note_key_id(const struct note_key *key);
/* Reads the line of a public key; false where s is none, or its identifier is another key's. */
bool note_key_parse(const char *s, size_t len, struct note_key *key);
/* The line of a public key, without an end of line. The caller frees it. */
char *note_key_text(const struct note_key *key);
/* Whether signature is that of len bytes of text by the bare key. */
bool note_key_signed(const struct note_key *key, const void *text, size_t len,
                     const unsigned char signature[NOTE_SIGNATURE_SIZE]);

#endif
