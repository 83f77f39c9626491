/* Writes rows as aligned columns for people, or as JSON lines for programs. */
#include "lib/program/table.h"

#include "lib/base/buf.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_JSONB = 3802 };

void table_cell(struct table *t, const char *text)
{
	size_t column = t->n % t->columns;
	char *cell;
	int width;

	if (!t->widths)
		t->widths = xcalloc(t->columns, sizeof(*t->widths));
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 64;
		t->cells = xreallocarray(t->cells, t->cap, sizeof(*t->cells));
	}
	cell = text_visible(text, strlen(text), TEXT_ONE_LINE);
	width = text_width(cell);
	if (width > t->widths[column])
		t->widths[column] = width;
	t->cells[t->n++] = cell;
}

void table_number(struct table *t, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	table_cell(t, text);
}

/* No blanks behind the last cell that holds anything. */
static void print_row(const struct table *t, char *const cells[])
{
	size_t last = t->columns - 1;

	while (last > 0 && !*cells[last])
		last--;
	for (size_t i = 0; i < last; i++)
		printf("%s%*s", cells[i], t->widths[i] - text_width(cells[i]) + 2, "");
	puts(cells[last]);
}

void table_flush(struct table *t)
{
	for (size_t i = 0; t->cells && i + t->columns <= t->n; i += t->columns)
		print_row(t, &t->cells[i]);
	for (size_t i = 0; i < t->n; i++)
		free(t->cells[i]);
	t->n = 0;
}

void table_release(struct table *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->cells[i]);
	free(t->cells);
	free(t->widths);
	*t = (struct table){0};
}

/* A JSON list of texts as a person writes it: kyiv,poltava. */
static char *joined(const char *json)
{
	json_t *list = json_loads(json, 0, NULL), *item;
	struct buf b = {0};
	size_t i;

	if (!json_is_array(list))
		buf_adds(&b, json);
	json_array_foreach(list, i, item) {
		const char *text = json_string_value(item);
		buf_adds(&b, i > 0 ? "," : "");
		buf_adds(&b, text ? text : "");
	}
	json_decref(list);
	return buf_steal(&b);
}

static void add_value(struct table *t, const PGresult *res, int row, int column, table_say *say)
{
	const char *value = PQgetvalue(res, row, column);
	char *list = NULL;

	if (PQftype(res, column) == TYPE_BOOL && *value)
		value = *value == 't' ? "true" : "false";
	else if (PQftype(res, column) == TYPE_JSONB)
		value = list = joined(value);
	table_cell(t, say ? say(PQfname(res, column), value) : value);
	free(list);
}

void table_print(const PGresult *res, table_say *say)
{
	struct table t = {.columns = (size_t)PQnfields(res)};

	for (int column = 0; column < PQnfields(res); column++) {
		const char *name = PQfname(res, column);
		table_cell(&t, say ? say(name, NULL) : name);
	}
	for (int row = 0; row < PQntuples(res); row++)
		for (int column = 0; column < PQnfields(res); column++)
			add_value(&t, res, row, column, say);
	table_flush(&t);
	table_release(&t);
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

json_t *table_object(const PGresult *res, int row)
{
	json_t *object = json_object();

	for (int column = 0; column < PQnfields(res); column++)
		json_object_set_new(object, PQfname(res, column), json_cell(res, row, column));
	return object;
}

/* Beyond the first plane JSON writes a pair of surrogates. */
static void print_escaped(uint32_t cp)
{
	if (cp >= 0x10000)
		printf("\\u%04x\\u%04x", 0xd7c0 + (cp >> 10), 0xdc00 + (cp & 0x3ff));
	else
		printf("\\u%04x", cp);
}

/* Releases value. A line break of its own stands only between the parts of JSON, where it is meant.
 */
static void print_json(json_t *value, size_t flags)
{
	char *text = json_dumps(value, flags);
	size_t len = strlen(text);
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		size_t n = utf8_decode(text + i, len - i, &cp);

		if (cp == '\n' || utf8_is_visible(cp))
			fwrite(text + i, 1, n, stdout);
		else
			print_escaped(cp);
		i += n;
	}
	putchar('\n');
	free(text);
	json_decref(value);
}

void table_print_json(const PGresult *res)
{
	json_t *rows = json_array();

	for (int row = 0; row < PQntuples(res); row++)
		json_array_append_new(rows, table_object(res, row));
	print_json(rows, JSON_INDENT(2));
}

void table_json_line(json_t *value)
{
	print_json(value, JSON_COMPACT | JSON_ENCODE_ANY);
}
