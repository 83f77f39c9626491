/* varta duty, away, back, hours: an officer's own hours and absence. */
#include "console/data/duty.h"
#include "console/cli/command.h"
#include "console/cli/days_typed.h"
#include "console/cli/zones_read.h"
#include "console/data/result.h"
#include "console/data/zones.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/db/db_call.h"
#include "lib/program/table.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void print_rows(const struct duty *duty, const char *zone)
{
	for (size_t i = 0; i < duty->n; i++) {
		const struct duty_row *row = &duty->v[i];
		char *text = duty_text(row, (int64_t)time(NULL), zone);
		if (row->what == DUTY_BEAT)
			printf(_("beat: %s"), text);
		else if (row->what == DUTY_HOURS)
			printf(_("hours: %s"), text);
		else
			printf("%lld: %s", (long long)row->id, text);
		putchar('\n');
		free(text);
	}
}

static enum exit_code show(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	struct duty duty = {0};
	PGresult *res =
	        db_call(cli->conn, "select what, id, name, since, until, login from api.duty()", 0,
	                NULL, &status);

	if (!res)
		return status;
	duty_take(&duty, res);
	if (!cli->value[OPT_JSON]) {
		zones_read(cli);
		print_rows(&duty, zones_first());
		zones_release();
	}
	for (int i = 0; cli->value[OPT_JSON] && i < PQntuples(res); i++)
		table_json_line(result_object(res, i));
	duty_release(&duty);
	PQclear(res);
	return EXIT_OK;
}

/* Calls a function, and prints what holds then. */
static enum exit_code call_and_show(struct cli *cli, const char *sql, int n,
                                    const char *const *params)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, sql, n, params, &status);

	PQclear(res);
	return res ? show(cli, 0, NULL) : status;
}

static enum exit_code away(struct cli *cli, int argc, char **args)
{
	char first[WHEN_DATE_SIZE] = "", last[WHEN_DATE_SIZE] = "";
	const char *const params[] = {first, last, cli->value[OPT_TO]};

	if (argc == 1 && !days_typed(cli, args[0], first, last)) {
		log_warnx("%s", _("these are no days; such as today, fri, 5d, 24.12, 24.12-31.12"));
		return EXIT_USAGE;
	}
	return call_and_show(cli, "select api.away(nullif($1, '')::date, nullif($2, '')::date, $3)",
	                     3, params);
}

static enum exit_code back(struct cli *cli, int argc, char **args)
{
	const char *const params[] = {argc == 1 ? args[0] : NULL};

	return call_and_show(cli, "select api.back($1::integer)", 1, params);
}

static enum exit_code hours_add(struct cli *cli, int argc, char **args)
{
	return call_and_show(cli, "select api.my_hours_add($1)", 1, (const char *const *)args);
}

static enum exit_code hours_delete(struct cli *cli, int argc, char **args)
{
	return call_and_show(cli, "select api.my_hours_delete($1)", 1, (const char *const *)args);
}

static enum exit_code hours(struct cli *cli, int argc, char **args)
{
	json_t *lines = json_array();
	char *json;
	enum exit_code status;

	for (int i = 0; i < argc; i++)
		json_array_append_new(lines, json_string(args[i]));
	json = json_dumps(lines, JSON_COMPACT);
	json_decref(lines);
	status = call_and_show(
	        cli, "select api.my_hours(array(select jsonb_array_elements_text($1::jsonb)))", 1,
	        (const char *const[]){json});
	free(json);
	return status;
}

const struct command duty_commands[] = {
        {.name = "duty",
         .usage = "",
         .help = N_("an officer's own beats, hours and absences"),
         .optional = 1 << OPT_JSON,
         .run = show},
        {.name = "away",
         .usage = "[DAYS]",
         .help = N_("be away until a day, or from one to another; --to: who stands in"),
         .max_args = 1,
         .optional = 1 << OPT_TO | 1 << OPT_JSON,
         .run = away},
        {.name = "back",
         .usage = "[NUMBER]",
         .help = N_("be back, or take an absence back that is still to come"),
         .max_args = 1,
         .optional = 1 << OPT_JSON,
         .run = back},
        {.name = "hours",
         .usage = "LINE...",
         .help = N_("replace the own office hours; a line: 'tue 17:00-19:00 and the place', or ''"),
         .min_args = 1,
         .max_args = 50,
         .optional = 1 << OPT_JSON,
         .run = hours},
        {.name = "hours-add",
         .usage = "LINE",
         .help = N_("add a line to the own office hours, such as 'tue 17:00-19:00 and the place'"),
         .min_args = 1,
         .max_args = 1,
         .optional = 1 << OPT_JSON,
         .run = hours_add},
        {.name = "hours-delete",
         .usage = "LINE",
         .help = N_("delete a line of the own office hours, as varta duty shows it"),
         .min_args = 1,
         .max_args = 1,
         .optional = 1 << OPT_JSON,
         .run = hours_delete},
        {0},
};
