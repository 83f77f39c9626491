/* Writes arrays in the form that PostgreSQL reads (its manual, 'Array Input and Output Syntax'). */
#include "lib/db/db_array.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static void begin_element(struct buf *array)
{
	buf_addc(array, array->len == 0 ? '{' : ',');
}

/* Whether the text, unquoted, would be read as nothing, as NULL, or in pieces. */
static bool needs_quotes(const char *text, size_t len)
{
	if (len == 0 || (len == 4 && strncasecmp(text, "null", len) == 0))
		return true;
	for (size_t i = 0; i < len; i++)
		if (strchr("{},\"\\ \t\n\r\v\f", text[i]))
			return true;
	return false;
}

void db_array_add(struct buf *array, const char *text, size_t len)
{
	begin_element(array);
	if (!needs_quotes(text, len)) {
		buf_add(array, text, len);
		return;
	}
	buf_addc(array, '"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '"' || text[i] == '\\')
			buf_addc(array, '\\');
		buf_addc(array, text[i]);
	}
	buf_addc(array, '"');
}

void db_array_adds(struct buf *array, const char *text)
{
	if (text) {
		db_array_add(array, text, strlen(text));
	} else {
		begin_element(array);
		buf_adds(array, "NULL");
	}
}

void db_array_add_int(struct buf *array, int64_t number)
{
	begin_element(array);
	buf_addf(array, "%" PRId64, number);
}

const char *db_array_end(struct buf *array)
{
	buf_adds(array, array->len == 0 ? "{}" : "}");
	return array->data;
}
