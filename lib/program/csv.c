/* Quotes the cells of a table. */
#include "lib/program/csv.h"

#include <stdbool.h>
#include <string.h>

static void add_cell(struct buf *out, const char *text, bool first)
{
	bool quoted = text[strcspn(text, "\",\r\n")] != '\0';

	if (!first)
		buf_addc(out, ',');
	if (quoted)
		buf_addc(out, '"');
	if (*text && strchr("=+-@\t", *text))
		buf_addc(out, '\'');
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			buf_addc(out, '"');
		buf_addc(out, *c);
	}
	if (quoted)
		buf_addc(out, '"');
}

void csv_heading(struct buf *out, const PGresult *res)
{
	for (int i = 0; i < PQnfields(res); i++)
		add_cell(out, PQfname(res, i), i == 0);
	buf_adds(out, "\r\n");
}

void csv_line(struct buf *out, const PGresult *res, int line)
{
	for (int i = 0; i < PQnfields(res); i++)
		add_cell(out, PQgetvalue(res, line, i), i == 0);
	buf_adds(out, "\r\n");
}
