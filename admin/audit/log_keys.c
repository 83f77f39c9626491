/* Reads the public keys of a log and of its witnesses, from the command line and from files. */
#include "admin/audit/log_keys.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <string.h>

/* Adds a key; log_there says whether the log's was there before. */
static bool add(struct log_keys *keys, const struct note_key *key, bool *log_there)
{
	if (key->kind == NOTE_KEY_WITNESS && keys->n < LOG_KEYS_WITNESSES) {
		keys->witnesses[keys->n++] = *key;
		return true;
	}
	if (key->kind == NOTE_KEY_LOG && !*log_there) {
		keys->log = *key;
		return *log_there = true;
	}
	log_warnx(key->kind == NOTE_KEY_LOG ? _("--public-key: only one key of a log can be given")
	                                    : _("--public-key: there are too many witnesses"));
	return false;
}

/* A file of keys, one a line; empty lines and what begins with # are passed over. */
static bool add_file(struct log_keys *keys, const char *path, bool *log_there)
{
	struct buf text = {0};
	char *line, *rest, *shown;
	struct note_key key;
	bool ok = buf_read_file(&text, path) == 0;

	if (!ok) {
		shown = text_visible(path, strlen(path), TEXT_ONE_LINE);
		log_warnx(_("--public-key: '%s' is no public key, nor a file that can be read: %s"),
		          shown, strerror(errno));
		free(shown);
	}
	rest = text.data;
	while (ok && rest && (line = strsep(&rest, "\n"))) {
		if (!*line || *line == '#')
			continue;
		ok = note_key_parse(line, strlen(line), &key) && add(keys, &key, log_there);
		if (!ok)
			log_warnx(_("--public-key: '%s' does not hold public keys, one a line"),
			          path);
	}
	buf_release(&text);
	return ok;
}

bool log_keys_read(const char *value, struct log_keys *keys)
{
	char *copy = xstrdup(value), *rest = copy, *word;
	bool ok = true, log_there = false;
	struct note_key key;

	memset(keys, 0, sizeof(*keys));
	while (ok && (word = strsep(&rest, ",")))
		ok = note_key_parse(word, strlen(word), &key) ? add(keys, &key, &log_there)
		                                              : add_file(keys, word, &log_there);
	free(copy);
	if (ok && !log_there)
		log_warnx("%s", _("--public-key: the key of the log itself is missing; 'vartactl "
		                  "audit key FILE' "
		                  "prints it"));
	return ok && log_there;
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
