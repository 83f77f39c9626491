/* vartactl district: the polygons of a city's districts. */
#include <errno.h>

#include "admin/vartactl.h"
#include "lib/buf.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/text.h"

/* The file as it is; NULL where it has complained. */
static char *read_file(const char *path)
{
	struct buf b = {0};
	char chunk[65536];
	size_t got;
	FILE *file = fopen(path, "re");

	if (!file) {
		log_warn(_("cannot open '%s'"), path);
		return NULL;
	}
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&b, chunk, got);
	bool bad = ferror(file) != 0;
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

	if (!root) {
		log_warnx("%s:%d:%d: %s", path, error.line, error.column, error.text);
		return false;
	}
	const char *type = json_string_value(json_object_get(root, "type"));
	bool collection = type && strcmp(type, "FeatureCollection") == 0;
	if (!collection)
		log_warnx(_("%s: this is no GeoJSON FeatureCollection"), path);
	json_decref(root);
	return collection;
}

static enum exit_code import(struct ctl *ctl, int argc, char **args)
{
	static const char sql[] = "select outcome, code, name, coalesce(reason, '') as note"
	                          " from api.district_import($1, $2::jsonb)";
	char *text = read_file(args[1]);
	PGresult *res = NULL;
	bool refused = false;

	if (!text || !is_geojson(args[1], text)) {
		free(text);
		return EXIT_FAILED;
	}
	res = ctl_exec(ctl, sql, 2, (const char *const[]){args[0], text});
	free(text);
	if (!res)
		return ctl->status;
	table_print(res, NULL);
	for (int row = 0; row < PQntuples(res); row++)
		refused |= strcmp(PQgetvalue(res, row, 0), "refused") == 0;
	PQclear(res);
	return refused ? EXIT_FAILED : EXIT_OK;
}

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(ctl, "select * from api.districts($1) order by code", 1,
	                (const char *const[]){args[0]});
}

const struct command district_commands[] = {
        {.words = "district import",
         .usage = "CITY FILE",
         .help = N_("take a city's districts from a GeoJSON file"),
         .min_args = 2,
         .max_args = 2,
         .run = import},
        {.words = "district list",
         .usage = "CITY [--json]",
         .help = N_("list the districts of a city"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {0},
};
