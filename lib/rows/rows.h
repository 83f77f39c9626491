/* The rows of a file, one after the other: a table with a header (CSV, with commas, semicolons or
 * tabs) or the features of a GeoJSON FeatureCollection. No more than one row is in memory. */
#ifndef VARTA_LIB_ROWS_H
#define VARTA_LIB_ROWS_H

#include "lib/base/buf.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* A longer one is refused. */
enum { ROW_MAX = 16 << 20 };

enum row_state {
	ROW_GOOD,
	ROW_REFUSED, /* this one cannot be used; the next may be */
	ROW_BROKEN,  /* nor anything behind it */
	ROW_END
};

struct row_reader {
	FILE *file;
	bool geojson;
	int line;         /* where the next byte stands */
	int row_line;     /* where the last row begins */
	char reason[200]; /* why it was refused */
	/* of tables */
	char delimiter;
	bool closed; /* the quotation mark of the last field in quotes */
	char **columns;
	size_t columns_n;
	/* of GeoJSON */
	int depth;       /* of braces and brackets around the next byte */
	int features;    /* depth within the list of features; 0: not there yet */
	struct buf text; /* the row as it is read */
};

/* Opens a file and reads the header of a table. False where it has complained; rows_close() is
 * called in any case. */
bool rows_open(struct row_reader *rows, const char *path);
void rows_close(struct row_reader *rows);
/* Sets *object to the next row, which the caller releases: columns or properties as texts, a
 * feature's geometry as "geometry". It is NULL unless the row is good. */
enum row_state rows_next(struct row_reader *rows, json_t **object);

/* All rows of a table, each with its line as "line"; NULL after a complaint about each that cannot
 * be read. The caller releases the array. */
json_t *rows_table(const char *path);

/* reader.c. The next byte; counts the lines. */
int rows_byte(struct row_reader *rows);
/* Sets the reason, and returns how bad it is. */
enum row_state rows_refuse(struct row_reader *rows, enum row_state bad, const char *reason);

/* csv.c */
bool csv_header(struct row_reader *rows);
enum row_state csv_next(struct row_reader *rows, json_t **object);
/* features.c */
enum row_state features_next(struct row_reader *rows, json_t **object);

#endif
