/* Writes rows of a result as JSON, field by field of a table. */
#include "syncd/core/db_json.h"

#include "lib/base/when.h"
#include "lib/db/db_result.h"

#include <stdlib.h>
#include <string.h>

static json_t *time_of(const char *seconds)
{
	char text[WHEN_W3C_SIZE];

	if (!seconds)
		return json_null();
	when_w3c(strtoll(seconds, NULL, 10), text);
	return json_string(text);
}

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

/* {a,b} as PostgreSQL writes it. */
static json_t *list_of(const char *array)
{
	json_t *list = json_array();
	const char *s = array + (*array == '{');

	while (*s && *s != '}') {
		size_t len = strcspn(s, ",}");

		json_array_append_new(list, json_stringn(s, len));
		s += len + (s[len] == ',');
	}
	return list;
}

/* NULL where the field is left out. */
static json_t *field_value(const struct db_json_field *f, const PGresult *res, int row)
{
	const char *text = NULL;

	if (f->type != DB_JSON_CONST && f->type != DB_JSON_TRUE)
		text = db_result_text(res, row, f->column ? f->column : f->name);
	switch (f->type) {
	case DB_JSON_TEXT:
		return text_or_null(text);
	case DB_JSON_DATE:
		return time_of(text);
	case DB_JSON_DEGREES:
		return text ? json_real(strtod(text, NULL)) : NULL;
	case DB_JSON_ID:
		return text ? json_string(text) : NULL;
	case DB_JSON_FLAG:
		return text && strcmp(text, "t") == 0 ? json_integer(1) : NULL;
	case DB_JSON_CONST:
		return text_or_null(*f->column ? f->column : NULL);
	case DB_JSON_LIST:
		return text ? list_of(text) : NULL;
	case DB_JSON_TRUE:
		return json_true();
	}
	return NULL;
}

json_t *db_json_object(const struct db_json_field *fields, const PGresult *res, int row)
{
	json_t *object = json_object();

	for (const struct db_json_field *f = fields; f->name; f++) {
		json_t *value = field_value(f, res, row);

		if (value)
			json_object_set_new(object, f->name, value);
	}
	return object;
}

json_t *db_json_list(const struct db_json_field *fields, const PGresult *res)
{
	json_t *list = json_array();

	for (int row = 0; row < PQntuples(res); row++)
		json_array_append_new(list, db_json_object(fields, res, row));
	return list;
}
