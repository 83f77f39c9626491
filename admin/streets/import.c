/* Brings a file to the database: api.streets_begin(), _take() for each batch, _end(). */
#include "admin/streets/streets.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_result.h"
#include "lib/rows/rows.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_ROWS = 2000, BATCH_BYTES = 4 << 20 };

struct import {
	struct ctl *ctl;
	const char *city, *path;
	const char *what; /* streets, houses, renamings, places */
	char *id, *fields;
	struct row_reader rows;
	struct buf batch; /* [[line, {…}], … */
	int batched;
	bool refused;
};

/* The first key that the row has, or that --fields names, says what it is. */
static const struct {
	const char *key, *what;
} signs[] = {
        {"number", "houses"},           {"house", "houses"},         {"housenumber", "houses"},
        {"addr:housenumber", "houses"}, {"будинок", "houses"},       {"номер", "houses"},
        {"new", "renamings"},           {"нова назва", "renamings"}, {"lat", "places"},
        {"latitude", "places"},         {"широта", "places"},        {"y", "places"},
};

static const char *guess(const json_t *row, const json_t *fields)
{
	const json_t *geometry = json_object_get(row, "geometry");
	const char *type = json_string_value(json_object_get(geometry, "type"));

	if (type && strstr(type, "Line"))
		return "streets";
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (json_object_get(row, signs[i].key) || json_object_get(fields, signs[i].key))
			return signs[i].what;
	return type ? "places" : "streets";
}

/* --fields name=NAZVA,old=STARA as an object. NULL where it has complained. */
static json_t *parse_fields(const char *text)
{
	json_t *fields = json_object();
	char *copy = xstrdup(text ? text : ""), *save = NULL;
	bool bad = false;

	for (char *pair = strtok_r(copy, ",", &save); pair && !bad;
	     pair = strtok_r(NULL, ",", &save)) {
		char *equals = strchr(pair, '=');
		bad = !equals || !utf8_valid(pair, strlen(pair), NULL);
		if (bad)
			break;
		*equals = '\0';
		bad = json_object_set_new(fields, pair, json_string(equals + 1)) != 0;
	}
	free(copy);
	if (!bad)
		return fields;
	log_warnx("%s", _("--fields is a list of FIELD=COLUMN, with commas between them"));
	json_decref(fields);
	return NULL;
}

static void tell_refused(struct import *import, const char *line, const char *reason)
{
	char *shown = text_visible(reason, strlen(reason), TEXT_ONE_LINE);

	log_warnx("%s:%s: %s", import->path, line, shown);
	free(shown);
	import->refused = true;
}

static void tell_unread(struct import *import)
{
	char *line = xasprintf("%d", import->rows.row_line);

	tell_refused(import, line, import->rows.reason);
	free(line);
}

static enum exit_code send_batch(struct import *import)
{
	struct buf *b = &import->batch;
	PGresult *res;

	if (import->batched == 0)
		return EXIT_OK;
	buf_addc(b, ']');
	res = ctl_exec(import->ctl,
	               "select line, reason from api.streets_take($1, $2::integer, $3, $4::jsonb, "
	               "$5::jsonb)",
	               5,
	               (const char *const[]){import->city, import->id, import->what, import->fields,
	                                     b->data});
	buf_clear(b);
	import->batched = 0;
	if (!res)
		return import->ctl->status;
	for (int row = 0; row < PQntuples(res); row++)
		tell_refused(import, db_result_text(res, row, "line"),
		             db_result_text(res, row, "reason"));
	PQclear(res);
	return EXIT_OK;
}

static enum exit_code add_row(struct import *import, json_t *row)
{
	char *text = json_dumps(row, JSON_COMPACT);

	json_decref(row);
	buf_addf(&import->batch, "%s[%d,", import->batched ? "," : "[", import->rows.row_line);
	buf_adds(&import->batch, text);
	buf_addc(&import->batch, ']');
	free(text);
	import->batched++;
	return import->batched == BATCH_ROWS || import->batch.len > BATCH_BYTES ? send_batch(import)
	                                                                        : EXIT_OK;
}

/* Reads the file to its end. What the reader itself refuses counts with what the database does. */
static enum exit_code send_rows(struct import *import, const json_t *fields, int *unread)
{
	enum exit_code status = EXIT_OK;
	enum row_state outcome;
	json_t *row;

	while (status == EXIT_OK && (outcome = rows_next(&import->rows, &row)) != ROW_END) {
		if (outcome != ROW_GOOD) {
			tell_unread(import);
			*unread += 1;
			if (outcome == ROW_BROKEN)
				return EXIT_FAILED;
			continue;
		}
		if (!import->what)
			import->what = guess(row, fields);
		status = add_row(import, row);
	}
	return status == EXIT_OK ? send_batch(import) : status;
}

static enum exit_code begin(struct import *import)
{
	struct ctl *ctl = import->ctl;
	enum exit_code status = ctl_run(ctl, "begin", 0, NULL);
	PGresult *res;

	if (status != EXIT_OK)
		return status;
	res = ctl_exec(ctl, "select api.streets_begin($1, $2, $3, $4) as id", 4,
	               (const char *const[]){import->city, ctl->value[OPT_SOURCE],
	                                     ctl->value[OPT_LICENCE], ctl->value[OPT_DATE]});
	if (!res)
		return ctl->status;
	import->id = xstrdup(db_result_text(res, 0, "id"));
	PQclear(res);
	return EXIT_OK;
}

/* Prints the counts, and keeps what was done unless this was a rehearsal. */
static enum exit_code end(struct import *import, int unread)
{
	struct ctl *ctl = import->ctl;
	char *lines = xasprintf("%d", unread);
	PGresult *res = ctl_exec(
	        ctl,
	        "select added, changed, unchanged, gone, refused + $5::integer as refused, streets"
	        " from api.streets_end($1, $2::integer, $3, $4::boolean)",
	        5,
	        (const char *const[]){import->city, import->id, import->what,
	                              ctl->value[OPT_WHOLE] ? "true" : "false", lines});
	enum exit_code status = res ? EXIT_OK : ctl->status;

	free(lines);
	if (res)
		status = ctl_run(ctl, ctl->value[OPT_DRY_RUN] ? "rollback" : "commit", 0, NULL);
	if (status == EXIT_OK)
		table_print(res, NULL);
	if (status == EXIT_OK && ctl->value[OPT_DRY_RUN])
		puts(_("nothing was changed"));
	PQclear(res);
	return status == EXIT_OK && import->refused ? EXIT_FAILED : status;
}

static enum exit_code run(struct import *import, const json_t *fields)
{
	enum exit_code status = begin(import);
	int unread = 0;

	if (status == EXIT_OK)
		status = send_rows(import, fields, &unread);
	if (status == EXIT_OK && !import->what) {
		log_warnx(_("%s: there is nothing in it"), import->path);
		status = EXIT_FAILED;
	}
	return status == EXIT_OK ? end(import, unread) : status;
}

enum exit_code streets_import(struct ctl *ctl, int argc, char **args)
{
	struct import import = {
	        .ctl = ctl, .city = args[0], .path = args[1], .what = ctl->value[OPT_KIND]};
	json_t *fields = parse_fields(ctl->value[OPT_FIELDS]);
	enum exit_code status = EXIT_FAILED;

	if (!fields)
		return EXIT_USAGE;
	import.fields = json_dumps(fields, JSON_COMPACT);
	if (rows_open(&import.rows, import.path))
		status = run(&import, fields);
	rows_close(&import.rows);
	buf_release(&import.batch);
	free(import.id);
	free(import.fields);
	json_decref(fields);
	return status;
}
