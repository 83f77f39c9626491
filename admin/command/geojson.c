/* Polygons from files. */
#include "admin/command/vartactl.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"

/* The file as it is; NULL where it has complained. */
static char *read_file(const char *path)
{
	struct buf b = {0};
	char chunk[65536];
	size_t got;
	FILE *file = fopen(path, "re");
	bool bad;

	if (!file) {
		log_warn(_("cannot open '%s'"), path);
		return NULL;
	}
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&b, chunk, got);
	bad = ferror(file) != 0;
	if (bad)
		log_warn(_("cannot read '%s'"), path);
	fclose(file);
	if (bad) {
		buf_release(&b);
		return NULL;
	}
	return buf_steal(&b);
}

/* Parsed here only so that a complaint can name the place. */
static bool is_geojson(const char *path, const char *text)
{
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	const char *type;
	bool collection;

	if (!root) {
		log_warnx("%s:%d:%d: %s", path, error.line, error.column, error.text);
		return false;
	}
	type = json_string_value(json_object_get(root, "type"));
	collection = type && strcmp(type, "FeatureCollection") == 0;
	if (!collection)
		log_warnx(_("%s: this is no GeoJSON FeatureCollection"), path);
	json_decref(root);
	return collection;
}

char *geojson_read(const char *path)
{
	char *text = read_file(path);

	if (text && is_geojson(path, text))
		return text;
	free(text);
	return NULL;
}
