/* Rows for people and for programs. */
#include "admin/vartactl.h"
#include "lib/buf.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_JSONB = 3802 };

/* A JSON list of texts as a person writes it: kyiv,poltava. */
static char *joined(const char *json)
{
	json_t *list = json_loads(json, 0, NULL), *item;
	struct buf b = {0};
	size_t i;

	if (!json_is_array(list))
		buf_adds(&b, json);
	json_array_foreach(list, i, item)
	{
		const char *text = json_string_value(item);
		buf_adds(&b, i > 0 ? "," : "");
		buf_adds(&b, text ? text : "");
	}
	json_decref(list);
	return buf_steal(&b);
}

static char *cell(const PGresult *res, int row, int column)
{
	const char *value = PQgetvalue(res, row, column);
	char *list = NULL;

	if (PQftype(res, column) == TYPE_BOOL && *value)
		value = *value == 't' ? "true" : "false";
	else if (PQftype(res, column) == TYPE_JSONB)
		value = list = joined(value);
	char *text = text_visible(value, strlen(value), TEXT_ONE_LINE);
	free(list);
	return text;
}

static int *column_widths(const PGresult *res)
{
	int *widths = xcalloc((size_t)PQnfields(res) + 1, sizeof(*widths));

	for (int column = 0; column < PQnfields(res); column++) {
		widths[column] = text_width(PQfname(res, column));
		for (int row = 0; row < PQntuples(res); row++) {
			char *text = cell(res, row, column);
			int width = text_width(text);
			if (width > widths[column])
				widths[column] = width;
			free(text);
		}
	}
	return widths;
}

static void print_cell(const char *text, int width, bool last)
{
	fputs(text, stdout);
	if (last)
		putchar('\n');
	else
		printf("%*s", width - text_width(text) + 2, "");
}

void table_print(const PGresult *res)
{
	int columns = PQnfields(res);
	int *widths = column_widths(res);

	for (int column = 0; column < columns; column++)
		print_cell(PQfname(res, column), widths[column], column == columns - 1);
	for (int row = 0; row < PQntuples(res); row++)
		for (int column = 0; column < columns; column++) {
			char *text = cell(res, row, column);
			print_cell(text, widths[column], column == columns - 1);
			free(text);
		}
	free(widths);
}

static json_t *json_cell(const PGresult *res, int row, int column)
{
	const char *value = PQgetvalue(res, row, column);

	if (PQgetisnull(res, row, column))
		return json_null();
	switch (PQftype(res, column)) {
	case TYPE_BOOL:
		return json_boolean(*value == 't');
	case TYPE_INT2:
	case TYPE_INT4:
	case TYPE_INT8:
		return json_integer(strtoll(value, NULL, 10));
	case TYPE_JSONB:
		return json_loads(value, JSON_DECODE_ANY, NULL);
	}
	return json_string(value);
}

void table_print_json(const PGresult *res)
{
	json_t *rows = json_array();

	for (int row = 0; row < PQntuples(res); row++) {
		json_t *object = json_object();
		for (int column = 0; column < PQnfields(res); column++)
			json_object_set_new(object, PQfname(res, column),
			                    json_cell(res, row, column));
		json_array_append_new(rows, object);
	}
	json_dumpf(rows, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(rows);
}
