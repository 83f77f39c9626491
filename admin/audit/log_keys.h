/* Public keys that the commands on the log are given. */
#ifndef VARTA_ADMIN_LOG_KEYS_H
#define VARTA_ADMIN_LOG_KEYS_H

#include "lib/merkle/note.h"

enum { LOG_KEYS_WITNESSES = 16 };

/* The log's own key, and those of witnesses. */
struct log_keys {
	struct note_key log;
	struct note_key witnesses[LOG_KEYS_WITNESSES];
	bool demanded[LOG_KEYS_WITNESSES]; /* the newest checkpoint has to be signed by it */
	size_t n;
};

/* Reads what --public-key had: keys, or files with one a line, joined by commas. There has to be
 * one of a log. Returns false where it has complained. */
bool log_keys_read(const char *value, struct log_keys *keys);

/* Reads what --witness had, in the same way: keys of witnesses, whose signatures are demanded.
 * Returns false where it has complained. */
bool log_keys_demand(const char *value, struct log_keys *keys);

/* Whether every witness signed note, which is named what; complains of each that did not. earliest
 * (may be NULL) is the first second at which one saw it; 0: there are none. */
bool log_keys_cosigned(const struct log_keys *keys, const struct note *note, const char *what,
                       int64_t *earliest);

#endif
