/* Reads the values of a result: text, numbers, booleans and JSON out of what libpq holds. */
#include "lib/db/db_result.h"

#include "lib/base/log.h"

#include <stdlib.h>

static bool is_true(const char *text)
{
	return text && *text == 't';
}

static const char *value_at(const PGresult *res, int row, int column)
{
	return PQgetisnull(res, row, column) ? NULL : PQgetvalue(res, row, column);
}

const char *db_result_optional(const PGresult *res, int row, const char *column)
{
	int number = PQfnumber(res, column);

	return number < 0 ? NULL : value_at(res, row, number);
}

const char *db_result_text(const PGresult *res, int row, const char *column)
{
	int number = PQfnumber(res, column);

	if (number < 0)
		fatalx("the database's answer has no column '%s': is its schema older than "
		       "this program?",
		       column);
	return value_at(res, row, number);
}

int64_t db_result_int(const PGresult *res, int row, const char *column)
{
	const char *text = db_result_text(res, row, column);

	return text ? strtoll(text, NULL, 10) : 0;
}

double db_result_real(const PGresult *res, int row, const char *column)
{
	const char *text = db_result_text(res, row, column);

	return text ? strtod(text, NULL) : 0;
}

bool db_result_bool(const PGresult *res, int row, const char *column)
{
	return is_true(db_result_text(res, row, column));
}

json_t *db_result_json(const PGresult *res, int row, const char *column)
{
	const char *text = db_result_text(res, row, column);
	json_t *value = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;

	if (text && !value)
		fatalx("the database's '%s' is no JSON", column);
	return value;
}

void db_result_bytes(const PGresult *res, int row, const char *column, struct buf *out)
{
	const char *text = db_result_text(res, row, column);
	unsigned char *data;
	size_t len;

	if (!text)
		return;
	data = PQunescapeBytea((const unsigned char *)text, &len);
	if (!data)
		fatalx("out of memory");
	buf_add(out, data, len);
	PQfreemem(data);
}

const char *db_value_text(const PGresult *res)
{
	return res && PQntuples(res) > 0 ? value_at(res, 0, 0) : NULL;
}

int64_t db_value_int(const PGresult *res, int64_t otherwise)
{
	const char *text = db_value_text(res);

	return text ? strtoll(text, NULL, 10) : otherwise;
}

bool db_value_bool(const PGresult *res)
{
	return is_true(db_value_text(res));
}
