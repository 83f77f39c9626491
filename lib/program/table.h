/* Rows for people and for programs, on standard output. */
#ifndef VARTA_TABLE_H
#define VARTA_TABLE_H

#include <jansson.h>
#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>

/* Aligned columns, made safe for a terminal. A zeroed one with the number of columns is empty.
 * Widths are those of the cells so far: what is printed page by page stays in its columns unless a
 * later page needs more room. */
struct table {
	size_t columns;
	char **cells; /* of the rows that are not printed yet */
	size_t n, cap;
	int *widths;
};

/* Adds the next cell, row by row. */
void table_cell(struct table *t, const char *text);
void table_number(struct table *t, int64_t number);
/* Prints the rows that were added since. */
void table_flush(struct table *t);
void table_release(struct table *t);

/* What stands for a value of that column; for the column's name where value is NULL. */
typedef const char *table_say(const char *column, const char *value);
/* All rows of a result under the columns' names. say may be NULL: as they are. */
void table_print(const PGresult *res, table_say *say);

/* A row as an object; numbers, booleans, null and jsonb as such. */
json_t *table_object(const PGresult *res, int row);
/* All rows of a result as an array of objects, for people to read, too. Escaped like a line. */
void table_print_json(const PGresult *res);
/* value as one line of JSON (JSON Lines), which it releases. What would act on a terminal is
 * escaped, so that the line is harmless there and exact for whoever parses it. */
void table_json_line(json_t *value);

#endif
