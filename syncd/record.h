/* Rows of the database as values of an answer, by tables of fields. */
#ifndef VARTA_SYNCD_RECORD_H
#define VARTA_SYNCD_RECORD_H

#include <jansson.h>
#include <libpq-fe.h>

enum record_type {
	RECORD_TEXT,    /* text; null stays */
	RECORD_DATE,    /* seconds → W3C date */
	RECORD_DEGREES, /* number; left out where null */
	RECORD_ID,      /* text; left out where null */
	RECORD_FLAG,    /* boolean → 1, left out where false */
	RECORD_CONST,   /* the text that stands in place of a column; null where that is empty */
	RECORD_TRUE     /* true, not from a column */
};

struct record_field {
	const char *name;   /* in the answer */
	const char *column; /* in the row; NULL: the same */
	enum record_type type;
};

/* The fields end with a NULL name. A column that the result lacks is a programmer's error: fatal.
 * The caller owns what is returned. */
json_t *record_object(const struct record_field *fields, const PGresult *res, int row);
json_t *record_list(const struct record_field *fields, const PGresult *res);

/* The text in a column, NULL for null. */
const char *record_text(const PGresult *res, int row, const char *column);

/* The object or array in a column that is never null; anything else is fatal. The caller owns it.
 */
json_t *record_json(const PGresult *res, int row, const char *column);

#endif
