/* Opens files of either kind. */
#include "lib/rows/rows.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <stdlib.h>

/* Passes over a byte order mark and blanks; the first byte that says something is the next again.
 */
static int first_byte(struct row_reader *rows)
{
	static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
	size_t i = 0;
	int c;

	while ((c = rows_byte(rows)) == ' ' || c == '\n' || c == '\r' || c == 0x1e ||
	       (i < sizeof(mark) && c == mark[i]))
		i += c == (i < sizeof(mark) ? mark[i] : 0);
	if (c != EOF)
		ungetc(c, rows->file);
	return c;
}

bool rows_open(struct row_reader *rows, const char *path)
{
	int c;

	*rows = (struct row_reader){.file = fopen(path, "re"), .line = 1};
	if (!rows->file) {
		log_warn(_("cannot open '%s'"), path);
		return false;
	}
	c = first_byte(rows);
	rows->geojson = c == '{';
	if (c == EOF || (!rows->geojson && !csv_header(rows))) {
		if (ferror(rows->file))
			log_warn(_("cannot read '%s'"), path);
		else
			log_warnx(_("%s: this is neither GeoJSON nor a table with a header"), path);
		return false;
	}
	return true;
}

void rows_close(struct row_reader *rows)
{
	for (size_t i = 0; i < rows->columns_n; i++)
		free(rows->columns[i]);
	free(rows->columns);
	buf_release(&rows->text);
	if (rows->file)
		fclose(rows->file);
}

enum row_state rows_next(struct row_reader *rows, json_t **object)
{
	*object = NULL;
	return rows->geojson ? features_next(rows, object) : csv_next(rows, object);
}

json_t *rows_table(const char *path)
{
	struct row_reader rows;
	json_t *all = rows_open(&rows, path) ? json_array() : NULL, *row;
	enum row_state state = all ? ROW_GOOD : ROW_BROKEN;
	bool bad = !all;

	while (state != ROW_BROKEN && (state = rows_next(&rows, &row)) != ROW_END) {
		if (state != ROW_GOOD) {
			log_warnx("%s:%d: %s", path, rows.row_line, rows.reason);
			bad = true;
			continue;
		}
		json_object_set_new(row, "line", json_integer(rows.row_line));
		json_array_append_new(all, row);
	}
	rows_close(&rows);
	if (!bad)
		return all;
	json_decref(all);
	return NULL;
}
