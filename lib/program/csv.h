/* Lines of a table for other programs (RFC 4180). */
#ifndef VARTA_PROGRAM_CSV_H
#define VARTA_PROGRAM_CSV_H

#include "lib/base/buf.h"

#include <libpq-fe.h>

/* Adds the names of the columns of res as a line, or the values of one of its lines. What a
 * spreadsheet would take for a formula begins with an apostrophe. */
void csv_heading(struct buf *out, const PGresult *res);
void csv_line(struct buf *out, const PGresult *res, int line);

#endif
