/* Makes rows, texts and JSON objects of a query's result. */
#include "console/data/result.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/program/table.h"

#include <string.h>

struct line {
	const PGresult *res;
	int n;
};

struct object {
	const json_t *json;
	char number[32];
};

static const char *field_of_line(void *source, const char *field)
{
	const struct line *line = source;

	return db_result_optional(line->res, line->n, field);
}

static const char *field_of_object(void *source, const char *field)
{
	struct object *object = source;
	const json_t *value = json_object_get(object->json, field);

	if (json_is_true(value))
		return "true";
	if (!json_is_integer(value))
		return json_string_value(value);
	snprintf(object->number, sizeof(object->number), "%" JSON_INTEGER_FORMAT,
	         json_integer_value(value));
	return object->number;
}

struct row **result_rows(const PGresult *res)
{
	int n = PQntuples(res);
	struct row **rows = xcalloc((size_t)n + 1, sizeof(*rows));

	for (int i = 0; i < n; i++)
		rows[i] = row_new(field_of_line, &(struct line){res, i});
	return rows;
}

struct row *result_json_row(const json_t *object)
{
	return row_new(field_of_object, &(struct object){.json = object});
}

json_t *result_object(const PGresult *res, int line)
{
	json_t *object = table_object(res, line);

	json_object_del(object, "due_key");
	return object;
}

char *result_text(const PGresult *res, int line, const char *field)
{
	const char *value = field_of_line(&(struct line){res, line}, field);

	return value ? text_visible(value, strlen(value), TEXT_ONE_LINE) : NULL;
}

char *result_field(const PGresult *res, int line, const char *field)
{
	char *text = result_text(res, line, field);

	return text ? text : xstrdup("");
}
