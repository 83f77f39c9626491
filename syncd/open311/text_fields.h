/* The plain text fields of a POST, read and handed on by one table. */
#ifndef VARTA_SYNCD_OPEN311_TEXT_FIELDS_H
#define VARTA_SYNCD_OPEN311_TEXT_FIELDS_H

#include "syncd/content/params.h"

#include <jansson.h>
#include <stddef.h>

struct text_fields {
	const char *param; /* the sender's name of it */
	const char *item;  /* ours in the item for the database; NULL: the same */
	size_t offset;     /* of a const char * in the struct */
	enum { FIELD_ONCE = 0, FIELD_REQUIRED = 1, FIELD_REPEATED = 2 } flags;
};

/* Points the struct at into to the values. A field that is required and missing, or given twice
 * though not FIELD_REPEATED, is a problem that names it. The table ends with a NULL param. */
bool text_fields_read(const struct text_fields *fields, const struct params *params, void *into,
                      struct problem *p);

/* Sets every field in item, null where it is absent. */
void text_fields_write(const struct text_fields *fields, const void *from, json_t *item);

/* The text, or null where it is NULL or empty. */
json_t *text_fields_value(const char *s);

#endif
