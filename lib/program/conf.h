/* Configuration files in YAML, read by a table. Every complaint names file and line. */
#ifndef VARTA_CONF_H
#define VARTA_CONF_H

#include <stdbool.h>
#include <stddef.h>

enum conf_type {
	CONF_STRING, /* char *, owned by the settings */
	CONF_INT,    /* int, min <= value <= max */
	CONF_BOOL,   /* bool: true, false */
	CONF_MS,     /* int, milliseconds; written as 500ms, 10s, 5m or 2h */
	CONF_LIST    /* char **, NULL-terminated, owned by the settings */
};

struct conf_key {
	const char *path; /* "syncd.listen": nested mappings joined by dots */
	enum conf_type type;
	size_t offset; /* in the settings struct */
	int min, max;  /* CONF_INT and CONF_MS */
};

/* Reads file into settings by keys (the table ends with a NULL path). What the file does not
 * name stays as it is. Returns NULL, or the complaint ("varta.yaml:7: unknown key 'syncd.lisen'"),
 * which the caller frees; settings may then be partly filled. */
char *conf_read(const char *file, const struct conf_key *keys, void *settings);

/* The same from memory; name stands in complaints. */
char *conf_read_text(const char *name, const char *text, size_t len, const struct conf_key *keys,
                     void *settings);

/* Frees the strings and lists in settings. */
void conf_release(const struct conf_key *keys, void *settings);

#endif
