/* The parameters of a statement as the texts that the server reads, in their order. A zeroed one
 * is empty; it must stay where it is, as it points into itself. */
#ifndef VARTA_DB_PARAMS_H
#define VARTA_DB_PARAMS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DB_PARAMS_MAX = 12, DB_NUMBER_SIZE = 24 };

struct db_params {
	const char *text[DB_PARAMS_MAX]; /* what db_query() and db_call() take; NULL is SQL NULL */
	int n;
	char number[DB_PARAMS_MAX][DB_NUMBER_SIZE];
	char *owned[DB_PARAMS_MAX];
};

/* text is not copied: it has to stay until the statement is sent. */
void db_params_text(struct db_params *p, const char *text);
/* text is released with the parameters. */
void db_params_own(struct db_params *p, char *text);
void db_params_int(struct db_params *p, int64_t number);
/* A number that things have; 0 is that of nothing: SQL NULL. */
void db_params_id(struct db_params *p, int64_t id);
void db_params_bool(struct db_params *p, bool value);
/* Degrees, to the centimetre. */
void db_params_degrees(struct db_params *p, double degrees);
/* A point in time, in seconds since 1970. */
void db_params_time(struct db_params *p, int64_t at);
/* Bytes, as the server reads them in a text; data NULL: SQL NULL. They are not kept. */
void db_params_bytes(struct db_params *p, const void *data, size_t len);
/* json may be NULL: SQL NULL. It is not kept. */
void db_params_json(struct db_params *p, const json_t *json);

/* Needed only where something is owned: a text that was handed over, or JSON. */
void db_params_release(struct db_params *p);

#endif
