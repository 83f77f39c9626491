/* The values of a result, by the names of their columns. A column that the result lacks ends the
 * program: its schema is then another than the program's. What is returned as text belongs to the
 * result. */
#ifndef VARTA_DB_RESULT_H
#define VARTA_DB_RESULT_H

#include "lib/base/buf.h"

#include <jansson.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

/* NULL for null. */
const char *db_result_text(const PGresult *res, int row, const char *column);
/* The same, and NULL where the result has no such column. */
const char *db_result_optional(const PGresult *res, int row, const char *column);
/* 0 for null. */
int64_t db_result_int(const PGresult *res, int row, const char *column);
double db_result_real(const PGresult *res, int row, const char *column);
/* false for null. */
bool db_result_bool(const PGresult *res, int row, const char *column);
/* NULL for null; a text that is no JSON is fatal. The caller owns it. */
json_t *db_result_json(const PGresult *res, int row, const char *column);

/* Adds the bytes of a bytea to out; nothing for null. */
void db_result_bytes(const PGresult *res, int row, const char *column, struct buf *out);

/* The first value, of a statement that gives just one: NULL for null, or where res is NULL or has
 * no row. */
const char *db_value_text(const PGresult *res);
/* The same as a number; otherwise stands for null. */
int64_t db_value_int(const PGresult *res, int64_t otherwise);
bool db_value_bool(const PGresult *res);

#endif
