/* Signed notes, C2SP signed-note: a text, an empty line, and lines of signatures,
 * '— name base64(identifier || signature)'. */
#ifndef VARTA_MERKLE_NOTE_H
#define VARTA_MERKLE_NOTE_H

#include "lib/base/buf.h"
#include "lib/merkle/note_key.h"
#include "lib/merkle/note_signer.h"

enum {
	NOTE_MAX = 65536,        /* bytes of a note */
	NOTE_SIGNATURES_MAX = 32 /* in a note */
};

struct note_signature {
	const char *name; /* not terminated */
	size_t name_len;
	uint32_t id;
	const char *base64; /* of the identifier and what follows it; not terminated */
	size_t base64_len;
};

/* A note that was read: everything points into what it was read from. */
struct note {
	const char *text; /* what is signed, with its last line end */
	size_t text_len;
	size_t len; /* of the whole note */
	size_t n;
	struct note_signature signatures[NOTE_SIGNATURES_MAX];
};

/* Reads one whole note. Returns NULL, or in a few words what is wrong with it. */
const char *note_parse(const char *data, size_t len, struct note *note);
/* Reads the first of notes that stand one behind the other, empty lines between them allowed;
 * note->len then counts from data, with empty lines before and after; where there is none, it is
 * all. */
const char *note_parse_first(const char *data, size_t len, struct note *note);

enum note_verdict {
	NOTE_SIGNED,
	NOTE_UNSIGNED, /* it has no signature of that key */
	NOTE_FORGED    /* it has one, and that is none */
};

/* What the note has of key. time may be NULL; of a witness's key it is set to the second of the
 * cosignature, of a log's to 0. */
enum note_verdict note_check(const struct note *note, const struct note_key *key, int64_t *time);

/* text, which ends with a line end, as a note signed by signer. The caller frees it. */
char *note_sign(const char *text, const struct note_signer *signer);
/* note with those of len bytes of lines that are signatures of it by key, as a witness answers.
 * NULL where none is, or one is forged. The caller frees it. */
char *note_add_signatures(const char *note, const char *lines, size_t len,
                          const struct note_key *key);

#endif
