/* Tables: RFC 4180 with commas, semicolons or tabs. */
#include "lib/rows/rows.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

enum csv_field {
	FIELD_MORE,
	FIELD_LAST,
	FIELD_NONE,
	FIELD_OPEN /* in quotes to the end of the file */
};

/* What stands in quotes, up to the byte behind them. */
static int quoted(struct row_reader *rows)
{
	int c = rows_byte(rows);

	rows->closed = false;
	while (c != EOF) {
		if (c == '"') {
			c = rows_byte(rows);
			rows->closed = c != '"';
			if (rows->closed)
				return c;
		}
		if (rows->text.len < ROW_MAX)
			buf_addc(&rows->text, (char)c);
		c = rows_byte(rows);
	}
	return c;
}

/* Reads a field into rows->text. FIELD_NONE: the file is at its end. */
static enum csv_field read_field(struct row_reader *rows, bool first)
{
	int c = rows_byte(rows);

	buf_clear(&rows->text);
	if (c == EOF && first)
		return FIELD_NONE;
	if (c == '"') {
		c = quoted(rows);
		if (c == EOF && !rows->closed)
			return FIELD_OPEN;
	}
	while (c != EOF && c != '\n' && c != rows->delimiter) {
		if (c != '\r' && rows->text.len < ROW_MAX)
			buf_addc(&rows->text, (char)c);
		c = rows_byte(rows);
	}
	return c == rows->delimiter ? FIELD_MORE : FIELD_LAST;
}

/* What separates the columns: the one of the header. */
static char sniff(const char *header)
{
	return strchr(header, '\t') ? '\t' : strchr(header, ';') ? ';' : ',';
}

static void add_column(struct row_reader *rows)
{
	rows->columns = xreallocarray(rows->columns, rows->columns_n + 1, sizeof(*rows->columns));
	rows->columns[rows->columns_n++] =
	        xstrndup(rows->text.data ? rows->text.data : "", rows->text.len);
}

bool csv_header(struct row_reader *rows)
{
	long begin = ftell(rows->file);
	enum csv_field field = FIELD_MORE;

	rows->delimiter = '\n';
	if (begin < 0 || read_field(rows, true) == FIELD_NONE || !rows->text.data ||
	    !utf8_valid(rows->text.data, rows->text.len, NULL))
		return false;
	rows->delimiter = sniff(rows->text.data);
	if (fseek(rows->file, begin, SEEK_SET) < 0)
		return false;
	rows->line = 1;
	while (field == FIELD_MORE) {
		field = read_field(rows, false);
		add_column(rows);
	}
	return rows->columns_n > 1;
}

/* Adds the field to the row; the reason why it cannot be, or NULL. */
static const char *set_field(const struct row_reader *rows, json_t *object, size_t n)
{
	const char *data = rows->text.data ? rows->text.data : "";
	size_t len = rows->text.len;

	if (n >= rows->columns_n)
		return len == 0 ? NULL : "it has more fields than the header";
	if (len >= ROW_MAX)
		return "it is too long";
	if (memchr(data, '\0', len))
		return "it has a zero byte";
	if (!utf8_valid(data, len, NULL))
		return "it is not valid UTF-8";
	json_object_set_new(object, rows->columns[n], json_stringn(data, len));
	return NULL;
}

/* Reads one line into object. Empty ones are told apart: *empty. */
static enum row_state read_row(struct row_reader *rows, json_t *object, bool *empty)
{
	enum csv_field field = FIELD_MORE;
	const char *bad = NULL;

	*empty = true;
	rows->row_line = rows->line;
	for (size_t n = 0; field == FIELD_MORE; n++) {
		const char *wrong;
		field = read_field(rows, n == 0);
		if (ferror(rows->file))
			return rows_refuse(rows, ROW_BROKEN, "it cannot be read");
		if (field == FIELD_OPEN)
			return rows_refuse(rows, ROW_BROKEN, "a quotation mark is not closed");
		if (field == FIELD_NONE)
			return ROW_END;
		wrong = set_field(rows, object, n);
		bad = bad ? bad : wrong;
		*empty = *empty && rows->text.len == 0;
	}
	return bad ? rows_refuse(rows, ROW_REFUSED, bad) : ROW_GOOD;
}

enum row_state csv_next(struct row_reader *rows, json_t **object)
{
	json_t *row = json_object();
	bool empty;
	enum row_state outcome;

	do
		outcome = read_row(rows, row, &empty);
	while (outcome == ROW_GOOD && empty);
	if (outcome == ROW_GOOD)
		*object = row;
	else
		json_decref(row);
	return outcome;
}
