/* The features of a GeoJSON FeatureCollection, or of a file with one feature a line. What stands
 * between them is only followed by its brackets; a feature is parsed when it is whole. */
#include "lib/rows/rows.h"

#include <string.h>

enum { AFTER_FEATURES = -1 };

/* A text in quotes, whose first quotation mark has been read. Returns false at the end of the file.
 */
static bool pass_string(struct row_reader *rows)
{
	int c;

	buf_addc(&rows->text, '"');
	while ((c = rows_byte(rows)) != EOF) {
		if (rows->text.len < ROW_MAX)
			buf_addc(&rows->text, (char)c);
		if (c == '"')
			return true;
		if (c == '\\') {
			c = rows_byte(rows);
			if (c != EOF && rows->text.len < ROW_MAX)
				buf_addc(&rows->text, (char)c);
		}
	}
	return false;
}

/* Whether what was read so far ends with the key of the list of features. */
static bool at_features(const struct row_reader *rows)
{
	static const char key[] = "\"features\":";
	size_t len = sizeof(key) - 1;

	return rows->text.len >= len &&
	       memcmp(rows->text.data + rows->text.len - len, key, len) == 0;
}

/* Reads on until a feature is whole in rows->text. */
static enum row_state read_feature(struct row_reader *rows)
{
	int c;

	while ((c = rows_byte(rows)) != EOF) {
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0x1e)
			continue;
		if (c == '{' && rows->depth == rows->features) {
			buf_clear(&rows->text);
			rows->row_line = rows->line;
		}
		if (c == '"') {
			if (!pass_string(rows))
				break;
			continue;
		}
		if (c == '[' && rows->depth == 1 && rows->features == 0 && at_features(rows))
			rows->features = 2;
		if (rows->text.len < ROW_MAX)
			buf_addc(&rows->text, (char)c);
		rows->depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		if (c == '}' && rows->depth == rows->features)
			return ROW_GOOD;
		if (rows->depth < rows->features) {
			rows->features = AFTER_FEATURES;
			return ROW_END;
		}
	}
	if (ferror(rows->file))
		return rows_refuse(rows, ROW_BROKEN, "it cannot be read");
	return rows->depth <= 0 ? ROW_END
	                        : rows_refuse(rows, ROW_BROKEN, "the file ends in the middle");
}

/* The properties with the geometry and the identifier among them; takes feature. */
static json_t *flatten(json_t *feature)
{
	json_t *row = json_object_get(feature, "properties");
	json_t *id = json_object_get(feature, "id");

	row = json_is_object(row) ? json_copy(row) : json_object();
	json_object_set(row, "geometry", json_object_get(feature, "geometry"));
	if (id && !json_object_get(row, "id") && !json_object_get(row, "@id"))
		json_object_set(row, "id", id);
	json_decref(feature);
	return row;
}

enum row_state features_next(struct row_reader *rows, json_t **object)
{
	enum row_state row = rows->features == AFTER_FEATURES ? ROW_END : read_feature(rows);
	json_error_t error;
	json_t *feature;
	const char *type;

	if (row != ROW_GOOD)
		return row;
	if (rows->text.len >= ROW_MAX)
		return rows_refuse(rows, ROW_REFUSED, "it is too long");
	feature = json_loadb(rows->text.data, rows->text.len, JSON_REJECT_DUPLICATES, &error);
	if (!feature)
		return rows_refuse(rows, ROW_REFUSED, error.text);
	type = json_string_value(json_object_get(feature, "type"));
	if (!type || strcmp(type, "Feature") != 0) {
		json_decref(feature);
		return rows_refuse(rows, ROW_REFUSED, "it is no GeoJSON feature");
	}
	*object = flatten(feature);
	return ROW_GOOD;
}
