/* The options of a program that has commands: one table, so that they may stand anywhere. */
#ifndef VARTA_OPTIONS_H
#define VARTA_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct option_row {
	const char *name; /* --name */
	char letter;      /* -l; 0: none */
	bool takes_value;
	bool many; /* may be given several times: the values are joined by commas */
};

enum { OPTIONS_MAX = 64 };
#define OPTION_BIT(id) (UINT64_C(1) << (id))

/* Takes the options out of argv and sets *words to the first of what is left, *nwords of them.
 * value[id], id being the row in the table of n, becomes the option's value, "" where it takes
 * none; what was not given stays as it is. Returns false where it has complained; in any case the
 * caller calls options_release(). */
bool options_parse(const struct option_row *table, size_t n, char *value[], int argc, char **argv,
                   int *nwords, char ***words);
/* Whether no more was given than the bits of required and optional, and all that is required;
 * complains in the name of command where not. */
bool options_check(const struct option_row *table, size_t n, char *const value[],
                   const char *command, uint64_t required, uint64_t optional);
void options_release(char *value[], size_t n);

#endif
