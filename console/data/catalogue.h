/* The codes that a filter can name, with what they are called: read once for the city of the
 * filter, or for all of the operator's. */
#ifndef VARTA_CONSOLE_DATA_CATALOGUE_H
#define VARTA_CONSOLE_DATA_CATALOGUE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

struct session;

struct catalogue {
	struct session *session; /* that it is read from; set by the owner */
	char *city;              /* NULL: all */
	bool loaded;             /* or being loaded */
	struct catalogue_code {
		char *key, *code, *name; /* the key as in the filter's parameter */
	} * codes;
	size_t n;
};

/* Reads it, unless what is there is of that city. */
void catalogue_load(struct catalogue *c, const char *city);
/* Takes the rows key, code, name. */
void catalogue_fill(struct catalogue *c, const PGresult *res);
void catalogue_release(struct catalogue *c);

#endif
