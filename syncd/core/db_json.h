/* Rows of the database as values of an answer, by tables of fields. */
#ifndef VARTA_SYNCD_CORE_DB_JSON_H
#define VARTA_SYNCD_CORE_DB_JSON_H

#include <jansson.h>
#include <libpq-fe.h>

enum db_json_type {
	DB_JSON_TEXT,    /* text; null stays */
	DB_JSON_DATE,    /* seconds → W3C date */
	DB_JSON_DEGREES, /* number; left out where null */
	DB_JSON_ID,      /* text; left out where null */
	DB_JSON_FLAG,    /* boolean → 1, left out where false */
	DB_JSON_CONST,   /* the text that stands in place of a column; null where that is empty */
	DB_JSON_LIST,    /* array of texts without quotes in them → list; left out where null */
	DB_JSON_TRUE     /* true, not from a column */
};

struct db_json_field {
	const char *name;   /* in the answer */
	const char *column; /* in the row; NULL: the same */
	enum db_json_type type;
};

/* The fields end with a NULL name. A column that the result lacks is a programmer's error: fatal.
 * The caller owns what is returned. */
json_t *db_json_object(const struct db_json_field *fields, const PGresult *res, int row);
json_t *db_json_list(const struct db_json_field *fields, const PGresult *res);

#endif
