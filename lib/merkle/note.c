/* Reads, checks and writes signed notes. */
#include "lib/merkle/note.h"

#include "lib/base/base64.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"

#include <inttypes.h>
#include <string.h>

static const char dash[] = "\xe2\x80\x94 "; /* U+2014 and a blank */

enum { DASH_LEN = sizeof(dash) - 1, ID_SIZE = 4, TIME_SIZE = 8 };

static bool is_signature(const char *line, size_t len)
{
	return len >= DASH_LEN && memcmp(line, dash, DASH_LEN) == 0;
}

/* Bytes of the line at s, with its end; 0 where it has none. */
static size_t line_len(const char *s, size_t len)
{
	const char *end = len ? memchr(s, '\n', len) : NULL;

	return end ? (size_t)(end - s) + 1 : 0;
}

static uint64_t big_endian(const char *bytes, size_t n)
{
	uint64_t number = 0;

	while (n-- > 0)
		number = number << 8 | (unsigned char)*bytes++;
	return number;
}

/* Reads a line of len bytes, its end among them. */
static bool read_signature(const char *line, size_t len, struct note_signature *signature)
{
	const char *blank;
	struct buf bytes = {0};
	bool ok;

	if (!is_signature(line, len))
		return false;
	signature->name = line + DASH_LEN;
	blank = memchr(signature->name, ' ', len - DASH_LEN);
	if (!blank)
		return false;
	signature->name_len = (size_t)(blank - signature->name);
	signature->base64 = blank + 1;
	signature->base64_len = len - 1 - (size_t)(blank + 1 - line);
	ok = note_name_valid(signature->name, signature->name_len) &&
	     base64_decode(&bytes, signature->base64, signature->base64_len) && bytes.len > ID_SIZE;
	if (ok)
		signature->id = (uint32_t)big_endian(bytes.data, ID_SIZE);
	buf_release(&bytes);
	return ok;
}

static bool has_controls(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' && s[i] != '\n')
			return true;
	return false;
}

/* Where the last empty line begins; 0: there is none behind a text. */
static size_t last_empty_line(const char *data, size_t len)
{
	for (size_t i = len; i-- > 1;)
		if (data[i] == '\n' && data[i - 1] == '\n')
			return i;
	return 0;
}

const char *note_parse(const char *data, size_t len, struct note *note)
{
	size_t at;

	*note = (struct note){.text = data, .len = len};
	if (len > NOTE_MAX)
		return _("it is too long");
	if (!utf8_valid(data, len, NULL) || has_controls(data, len))
		return _("it is no text");
	note->text_len = last_empty_line(data, len);
	if (!note->text_len)
		return _("it is not signed: there is no empty line");
	at = note->text_len + 1;
	if (at == len)
		return _("it is not signed: nothing follows the empty line");
	while (at < len) {
		size_t line = line_len(data + at, len - at);
		if (note->n == NOTE_SIGNATURES_MAX)
			return _("it has too many signatures");
		if (!read_signature(data + at, line, &note->signatures[note->n++]))
			return _("a line behind the text is no signature");
		at += line;
	}
	return NULL;
}

const char *note_parse_first(const char *data, size_t len, struct note *note)
{
	size_t begin = 0, end, line;
	const char *why;

	while (begin < len && data[begin] == '\n')
		begin++;
	for (end = begin; (line = line_len(data + end, len - end)); end += line)
		if (line > 1 && end > begin + 1 && data[end - 1] == '\n' && data[end - 2] == '\n' &&
		    is_signature(data + end, line))
			break;
	if (!line)
		end = len;
	while ((line = line_len(data + end, len - end)) && is_signature(data + end, line))
		end += line;
	why = note_parse(data + begin, end - begin, note);
	while (end < len && data[end] == '\n')
		end++;
	note->len = end;
	return why;
}

/* What a witness signs: the time comes first. */
static bool cosignature_of(const struct note *note, const struct note_key *key, const char *bytes,
                           int64_t *time)
{
	uint64_t at = big_endian(bytes, TIME_SIZE);
	struct buf text = {0};
	bool ok;

	if (at > INT64_MAX)
		return false;
	buf_addf(&text, "cosignature/v1\ntime %" PRIu64 "\n", at);
	buf_add(&text, note->text, note->text_len);
	ok = note_key_signed(key, text.data, text.len, (const unsigned char *)bytes + TIME_SIZE);
	buf_release(&text);
	if (ok && time && (int64_t)at > *time)
		*time = (int64_t)at;
	return ok;
}

/* Whether a signature that has the key's name and identifier is the key's. */
static bool is_right(const struct note *note, const struct note_signature *signature,
                     const struct note_key *key, int64_t *time)
{
	size_t before = ID_SIZE + (key->kind == NOTE_KEY_WITNESS ? TIME_SIZE : 0);
	struct buf bytes = {0};
	bool ok = base64_decode(&bytes, signature->base64, signature->base64_len) &&
	          bytes.len == before + NOTE_SIGNATURE_SIZE;

	if (ok && key->kind == NOTE_KEY_WITNESS)
		ok = cosignature_of(note, key, bytes.data + ID_SIZE, time);
	else if (ok)
		ok = note_key_signed(key, note->text, note->text_len,
		                     (const unsigned char *)bytes.data + ID_SIZE);
	buf_release(&bytes);
	return ok;
}

static bool is_by(const struct note_signature *signature, const struct note_key *key)
{
	return signature->name && signature->id == key->id &&
	       signature->name_len == strlen(key->name) &&
	       memcmp(signature->name, key->name, signature->name_len) == 0;
}

enum note_verdict note_check(const struct note *note, const struct note_key *key, int64_t *time)
{
	enum note_verdict verdict = NOTE_UNSIGNED;

	if (time)
		*time = 0;
	for (size_t i = 0; i < note->n; i++) {
		if (!is_by(&note->signatures[i], key))
			continue;
		if (!is_right(note, &note->signatures[i], key, time))
			return NOTE_FORGED;
		verdict = NOTE_SIGNED;
	}
	return verdict;
}

char *note_sign(const char *text, const struct note_signer *signer)
{
	const struct note_key *key = note_signer_key(signer);
	unsigned char bytes[ID_SIZE + NOTE_SIGNATURE_SIZE];
	struct buf note = {0};

	for (size_t i = 0; i < ID_SIZE; i++)
		bytes[i] = (unsigned char)(key->id >> (24 - 8 * i));
	note_signer_sign(signer, text, strlen(text), bytes + ID_SIZE);
	buf_addf(&note, "%s\n%s%s ", text, dash, key->name);
	base64_add(&note, bytes, sizeof(bytes));
	buf_addc(&note, '\n');
	return buf_steal(&note);
}

char *note_add_signatures(const char *data, const char *lines, size_t len,
                          const struct note_key *key)
{
	struct buf whole = {0}, added = {0};
	struct note note;

	buf_adds(&whole, data);
	buf_add(&whole, lines, len);
	buf_adds(&added, data);
	if (!note_parse(whole.data, whole.len, &note) && note.text_len < strlen(data) &&
	    note_check(&note, key, NULL) == NOTE_SIGNED)
		for (size_t i = 0; i < note.n; i++) {
			const struct note_signature *s = &note.signatures[i];
			if (!is_by(s, key) || s->name < whole.data + strlen(data))
				continue;
			buf_addf(&added, "%s%s ", dash, key->name);
			buf_add(&added, s->base64, s->base64_len);
			buf_addc(&added, '\n');
		}
	buf_release(&whole);
	if (added.len > strlen(data))
		return buf_steal(&added);
	buf_release(&added);
	return NULL;
}
