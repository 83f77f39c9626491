/* Reads the public keys of a log and of its witnesses, from the command line and from files. */
#include "admin/audit/log_keys.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <string.h>

/* Where keys come from, and what may be among them. */
struct key_reading {
	struct log_keys *keys;
	const char *option;
	bool demands; /* witnesses alone, which are demanded */
	bool log_there;
};

/* The place of a witness's key, that it has or gets now; LOG_KEYS_WITNESSES: there is no room. */
static size_t place_of(struct log_keys *keys, const struct note_key *key)
{
	size_t i = 0;

	while (i < keys->n && memcmp(&keys->witnesses[i], key, sizeof(*key)) != 0)
		i++;
	if (i == keys->n && i < LOG_KEYS_WITNESSES)
		keys->witnesses[keys->n++] = *key;
	return i;
}

static bool add_witness(struct key_reading *reading, const struct note_key *key)
{
	size_t i = place_of(reading->keys, key);

	if (i == LOG_KEYS_WITNESSES) {
		log_warnx(_("%s: there are too many witnesses"), reading->option);
		return false;
	}
	reading->keys->demanded[i] |= reading->demands;
	return true;
}

static bool add(struct key_reading *reading, const struct note_key *key)
{
	if (key->kind == NOTE_KEY_WITNESS)
		return add_witness(reading, key);
	if (!reading->demands && !reading->log_there) {
		reading->keys->log = *key;
		return reading->log_there = true;
	}
	log_warnx(reading->demands ? _("%s: this is the key of a log, and none of a witness")
	                           : _("%s: only one key of a log can be given"),
	          reading->option);
	return false;
}

/* A line of a file, without its end, which may be CRLF. Empty ones and what begins with # are
 * passed over. */
static bool add_line(struct key_reading *reading, char *line, const char *path)
{
	struct note_key key = {0};

	line[strcspn(line, "\r")] = '\0';
	if (!*line || *line == '#')
		return true;
	if (note_key_parse(line, strlen(line), &key))
		return add(reading, &key);
	log_warnx(_("%s: '%s' does not hold public keys, one a line"), reading->option, path);
	return false;
}

static bool add_file(struct key_reading *reading, const char *path)
{
	struct buf text = {0};
	char *line, *rest, *shown = text_visible(path, strlen(path), TEXT_ONE_LINE);
	bool ok = buf_read_file(&text, path) == 0;

	if (!ok)
		log_warnx(_("%s: '%s' is no public key, nor a file that can be read: %s"),
		          reading->option, shown, strerror(errno));
	rest = text.data;
	while (ok && rest && (line = strsep(&rest, "\n")))
		ok = add_line(reading, line, shown);
	free(shown);
	buf_release(&text);
	return ok;
}

static bool read_words(struct key_reading *reading, const char *value)
{
	char *copy = xstrdup(value), *rest = copy, *word;
	bool ok = true;

	while (ok && (word = strsep(&rest, ","))) {
		struct note_key key = {0};

		ok = note_key_parse(word, strlen(word), &key) ? add(reading, &key)
		                                              : add_file(reading, word);
	}
	free(copy);
	return ok;
}

bool log_keys_read(const char *value, struct log_keys *keys)
{
	struct key_reading reading = {.keys = keys, .option = "--public-key"};

	memset(keys, 0, sizeof(*keys));
	if (!read_words(&reading, value))
		return false;
	if (!reading.log_there)
		log_warnx("%s", _("--public-key: the key of the log itself is missing; 'vartactl "
		                  "audit key FILE' "
		                  "prints it"));
	return reading.log_there;
}

bool log_keys_demand(const char *value, struct log_keys *keys)
{
	struct key_reading reading = {.keys = keys, .option = "--witness", .demands = true};

	return read_words(&reading, value);
}

bool log_keys_cosigned(const struct log_keys *keys, const struct note *note, const char *what,
                       int64_t *earliest)
{
	bool ok = true;

	if (earliest)
		*earliest = 0;
	for (size_t i = 0; i < keys->n; i++) {
		const struct note_key *key = &keys->witnesses[i];
		int64_t time;
		enum note_verdict verdict = note_check(note, key, &time);
		if (verdict != NOTE_SIGNED)
			log_warnx(verdict == NOTE_FORGED
			                  ? _("%s: the signature of the witness %s is forged")
			                  : _("%s: the witness %s has not signed it"),
			          what, key->name);
		else if (earliest && (!*earliest || time < *earliest))
			*earliest = time;
		ok &= verdict == NOTE_SIGNED;
	}
	return ok;
}
