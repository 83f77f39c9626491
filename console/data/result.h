/* Rows out of what the database answered. */
#ifndef VARTA_CONSOLE_DATA_RESULT_H
#define VARTA_CONSOLE_DATA_RESULT_H

#include "console/data/row.h"

#include <jansson.h>
#include <libpq-fe.h>

/* All rows of res, whose columns are those of api.queue_row. The array and the rows are the
 * caller's. */
struct row **result_rows(const PGresult *res);

/* One row out of the JSON object that api.request gives; its fields may be null. */
struct row *result_json_row(const json_t *object);

/* A line of res as JSON for programs: without the sort key, which is the queue's own. */
json_t *result_object(const PGresult *res, int line);

/* The text of a field, made harmless, on the heap; NULL where it is null or no such field. */
char *result_text(const PGresult *res, int line, const char *field);
/* The same, empty where that gives NULL. */
char *result_field(const PGresult *res, int line, const char *field);

#endif
