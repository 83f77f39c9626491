/* An array of PostgreSQL as text, built element by element in a buffer that is empty at first:
 * {1,"a \"b\"",NULL}. */
#ifndef VARTA_DB_ARRAY_H
#define VARTA_DB_ARRAY_H

#include "lib/base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Adds len bytes as an element, quoted where it must be. */
void db_array_add(struct buf *array, const char *text, size_t len);
/* The same for a string; NULL is SQL NULL. */
void db_array_adds(struct buf *array, const char *text);
void db_array_add_int(struct buf *array, int64_t number);
/* Ends the array, which may have no element, and gives its text; the buffer keeps it. */
const char *db_array_end(struct buf *array);

#endif
