/* Turns numbers, times and JSON into the parameters of a statement. */
#include "lib/db/db_params.h"

#include "lib/base/when.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdlib.h>

/* The next parameter's own room, which becomes its text. */
static char *next_number(struct db_params *p)
{
	char *room = p->number[p->n];

	db_params_text(p, room);
	return room;
}

void db_params_text(struct db_params *p, const char *text)
{
	if (p->n == DB_PARAMS_MAX)
		abort();
	p->text[p->n++] = text;
}

void db_params_own(struct db_params *p, char *text)
{
	db_params_text(p, text);
	p->owned[p->n - 1] = text;
}

void db_params_int(struct db_params *p, int64_t number)
{
	snprintf(next_number(p), DB_NUMBER_SIZE, "%" PRId64, number);
}

void db_params_id(struct db_params *p, int64_t id)
{
	if (id)
		db_params_int(p, id);
	else
		db_params_text(p, NULL);
}

void db_params_bool(struct db_params *p, bool value)
{
	db_params_text(p, value ? "true" : "false");
}

void db_params_degrees(struct db_params *p, double degrees)
{
	snprintf(next_number(p), DB_NUMBER_SIZE, "%.7f", degrees);
}

void db_params_time(struct db_params *p, int64_t at)
{
	when_w3c(at, next_number(p));
}

void db_params_bytes(struct db_params *p, const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *byte = data;
	char *text = data ? xmalloc(2 * len + 3) : NULL, *at = text;

	if (data) {
		*at++ = '\\';
		*at++ = 'x';
		for (size_t i = 0; i < len; i++) {
			*at++ = digits[byte[i] >> 4];
			*at++ = digits[byte[i] & 15];
		}
		*at = '\0';
	}
	db_params_own(p, text);
}

void db_params_json(struct db_params *p, const json_t *json)
{
	db_params_own(p, json ? json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY) : NULL);
}

void db_params_release(struct db_params *p)
{
	for (int i = 0; i < p->n; i++)
		free(p->owned[i]);
	*p = (struct db_params){0};
}
