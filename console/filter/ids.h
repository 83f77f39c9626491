/* The requests that a command works on: numbers as arguments, or on standard input. */
#ifndef VARTA_CONSOLE_FILTER_IDS_H
#define VARTA_CONSOLE_FILTER_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ids {
	struct seen {
		int64_t id;
		int64_t version; /* the one that was seen; 0: none was */
	} * v;
	size_t n;
};

/* Reads args; '-' stands for standard input: numbers with blanks or line breaks between them, or
 * lines of JSON, objects with an id and maybe a version as 'varta list --json' prints them.
 * Returns false after a complaint that names the place. The caller releases in any case. */
bool ids_read(struct ids *ids, int argc, char **args);
void ids_release(struct ids *ids);
/* Whether one of args is '-'. */
bool ids_on_stdin(int argc, char **args);

/* A whole number from 1 on; 0 where text is none. */
int64_t ids_number(const char *text);
/* Behind blanks, '#' and '№', which people write before a number. */
const char *ids_skip_sign(const char *text);
/* Whether text is the number of a request; complains where not. */
bool ids_check(const char *text);

#endif
