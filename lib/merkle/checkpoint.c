/* Reads, writes and signs checkpoints. */
#include "lib/merkle/checkpoint.h"

#include "lib/base/base64.h"
#include "lib/base/i18n.h"

#include <inttypes.h>
#include <string.h>

/* Takes a line that is not empty; false where there is none. */
static bool take_line(const char **s, size_t *len, const char **line, size_t *line_len)
{
	const char *end = *len ? memchr(*s, '\n', *len) : NULL;

	if (!end || end == *s)
		return false;
	*line = *s;
	*line_len = (size_t)(end - *s);
	*len -= *line_len + 1;
	*s = end + 1;
	return true;
}

/* Reads a number without leading zeros. */
static bool read_size(const char *s, size_t len, uint64_t *size)
{
	uint64_t number = 0;

	if (len < 1 || len > 19 || (len > 1 && *s == '0'))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		number = number * 10 + (uint64_t)(s[i] - '0');
	}
	*size = number;
	return number <= MERKLE_LEAVES_MAX;
}

const char *checkpoint_parse(const char *text, size_t len, struct checkpoint *checkpoint)
{
	const char *line;
	size_t line_len;

	memset(checkpoint, 0, sizeof(*checkpoint));
	if (!take_line(&text, &len, &line, &line_len) || line_len > NOTE_NAME_MAX)
		return _("its first line is not the name of a log");
	memcpy(checkpoint->origin, line, line_len);
	if (!take_line(&text, &len, &line, &line_len) ||
	    !read_size(line, line_len, &checkpoint->size))
		return _("its second line is not a number of leaves");
	if (!take_line(&text, &len, &line, &line_len) ||
	    !base64_decode_exactly(line, line_len, checkpoint->root.bytes, MERKLE_HASH_SIZE))
		return _("its third line is not a hash in base64");
	while (len > 0)
		if (!take_line(&text, &len, &line, &line_len))
			return _("it has an empty line");
	return NULL;
}

char *checkpoint_text(const struct checkpoint *checkpoint)
{
	struct buf text = {0};

	buf_addf(&text, "%s\n%" PRIu64 "\n", checkpoint->origin, checkpoint->size);
	base64_add(&text, checkpoint->root.bytes, MERKLE_HASH_SIZE);
	buf_addc(&text, '\n');
	return buf_steal(&text);
}

char *checkpoint_sign(uint64_t size, const struct merkle_hash *root,
                      const struct note_signer *signer)
{
	struct checkpoint checkpoint = {.size = size, .root = *root};
	char *text, *note;

	memcpy(checkpoint.origin, note_signer_key(signer)->name, sizeof(checkpoint.origin));
	text = checkpoint_text(&checkpoint);
	note = note_sign(text, signer);
	free(text);
	return note;
}

const char *checkpoint_open(const char *data, size_t len, const struct note_key *key,
                            struct note *note, struct checkpoint *checkpoint)
{
	struct note own;
	const char *why;

	if (!note)
		note = &own;
	why = note_parse(data, len, note);
	if (why)
		return why;
	return checkpoint_of_note(note, key, checkpoint);
}

const char *checkpoint_of_note(const struct note *note, const struct note_key *key,
                               struct checkpoint *checkpoint)
{
	const char *why = checkpoint_parse(note->text, note->text_len, checkpoint);

	if (why)
		return why;
	switch (note_check(note, key, NULL)) {
	case NOTE_UNSIGNED:
		return _("it is not signed by the log's key");
	case NOTE_FORGED:
		return _("its signature is forged: the text is not what was signed");
	case NOTE_SIGNED:
		break;
	}
	if (strcmp(checkpoint->origin, key->name) != 0)
		return _("it is of another log");
	return NULL;
}
