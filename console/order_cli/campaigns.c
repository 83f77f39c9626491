/* varta campaign, varta finding: a commission's inspection of streets, and what it found. */
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/db/db_call.h"
#include "lib/program/table.h"
#include "lib/rows/rows.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAMPAIGN_COLUMNS                                                                           \
	"id as campaign, title, starts as \"first day\", ends as \"last day\", members, streets, " \
	"findings, orders, case when signed is null then '' else '+' end as signed"
#define FINDING_COLUMNS                                                                            \
	"n, object_name as object, case when dangerous then '!' else '' end as \"!\", what, "      \
	"place, measured, owner_name as institution, defect, order_name as number"

/* KEY=VALUE arguments as an object; NULL after a complaint. */
static char *settings_typed(int argc, char **args)
{
	json_t *settings = json_object();
	char *text = NULL;
	bool good = true;

	for (int i = 0; i < argc && good; i++) {
		const char *equals = strchr(args[i], '=');

		good = equals && equals > args[i];
		if (good)
			json_object_setn_new(settings, args[i], (size_t)(equals - args[i]),
			                     json_string(equals + 1));
		else
			log_warnx(_("'%s' is not KEY=VALUE"), args[i]);
	}
	if (good)
		text = json_dumps(settings, JSON_COMPACT);
	json_decref(settings);
	return text;
}

/* A function of the database that takes the first argument and the settings in the others. */
static enum exit_code with_settings(struct cli *cli, const char *from, int argc, char **args)
{
	char *settings = settings_typed(argc - 1, args + 1);
	enum exit_code status = EXIT_USAGE;

	if (settings)
		status = order_rows(
		        cli, CAMPAIGN_COLUMNS, from, 3,
		        (const char *const[]){args[0], settings, cli->value[OPT_VERSION_SEEN]});
	free(settings);
	return status;
}

static enum exit_code campaign_add(struct cli *cli, int argc, char **args)
{
	return with_settings(cli, "api.campaign_add($1, $2::jsonb) where $3::integer is null", argc,
	                     args);
}

static enum exit_code campaign_set(struct cli *cli, int argc, char **args)
{
	return with_settings(cli, "api.campaign_set($1::bigint, $3::integer, $2::jsonb)", argc,
	                     args);
}

static enum exit_code campaign_list(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, CAMPAIGN_COLUMNS, "api.campaigns($1)", 1,
	                  (const char *const[]){args[0]});
}

/* The text of the act. */
static enum exit_code campaign_show(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select d, d ->> 'text' from api.campaign_detail($1) d",
	                        1, (const char *const[]){args[0]}, &status);
	char *shown;

	if (!res)
		return status;
	if (cli->value[OPT_JSON]) {
		table_json_line(json_loads(PQgetvalue(res, 0, 0), 0, NULL));
	} else {
		shown = text_visible(PQgetvalue(res, 0, 1), (size_t)PQgetlength(res, 0, 1),
		                     TEXT_KEEP_LINES);
		fputs(shown, stdout);
		free(shown);
	}
	PQclear(res);
	return EXIT_OK;
}

static enum exit_code campaign_sign(struct cli *cli, int argc, char **args)
{
	return order_rows(cli,
	                  "coalesce(\"order\"::text, '') as \"order\", name as number, "
	                  "coalesce(institution_name, '') as institution, findings",
	                  "api.campaign_sign($1::bigint, $2::integer, $3::boolean)", 3,
	                  (const char *const[]){args[0], cli->value[OPT_VERSION_SEEN],
	                                        cli->value[OPT_ISSUE] ? "true" : "false"});
}

static enum exit_code finding_list(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, FINDING_COLUMNS, "api.findings($1::bigint)", 1,
	                  (const char *const[]){args[0]});
}

static enum exit_code finding_add(struct cli *cli, int argc, char **args)
{
	if (argc == 5) {
		log_warnx("%s", _("a point has a latitude and a longitude"));
		return EXIT_USAGE;
	}
	return order_rows(cli, CAMPAIGN_COLUMNS,
	                  "api.finding_add($1::bigint, $2, $3, $4, $5::float8, $6::float8, "
	                  "$7::boolean, coalesce($8, ''))",
	                  8,
	                  (const char *const[]){args[0], args[1], args[2], args[3],
	                                        argc > 4 ? args[4] : NULL,
	                                        argc > 4 ? args[5] : NULL,
	                                        cli->value[OPT_DANGEROUS] ? "true" : "false",
	                                        cli->value[OPT_MEASURED]});
}

static enum exit_code finding_drop(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, CAMPAIGN_COLUMNS, "api.finding_drop($1::bigint, $2::integer)", 2,
	                  (const char *const[]){args[0], args[1]});
}

/* All of a table or nothing; fails where a row is refused. */
static enum exit_code finding_import(struct cli *cli, int argc, char **args)
{
	json_t *rows = rows_table(args[1]);
	enum exit_code status = EXIT_FAILED;
	PGresult *res;
	char *text;

	if (!rows)
		return EXIT_FAILED;
	text = json_dumps(rows, JSON_COMPACT);
	json_decref(rows);
	res = db_call(cli->conn,
	              "select line, what, outcome, coalesce(reason, '') as note "
	              "from api.finding_import($1::bigint, $2::jsonb)",
	              2, (const char *const[]){args[0], text}, &status);
	free(text);
	if (!res)
		return status;
	table_print(res, NULL);
	for (int i = 0; i < PQntuples(res); i++)
		if (strcmp(PQgetvalue(res, i, 2), "refused") == 0)
			status = EXIT_FAILED;
	PQclear(res);
	return status;
}

#define JSON OPTION_BIT(OPT_JSON)

const struct command campaign_commands[] = {
        {.name = "campaign add",
         .usage = "CITY [KEY=VALUE...]",
         .help = N_("begin an inspection: season, title, starts, ends, members, streets"),
         .min_args = 1,
         .max_args = 64,
         .optional = JSON,
         .run = campaign_add},
        {.name = "campaign set",
         .usage = "NUMBER KEY=VALUE...",
         .help = N_("change an inspection: 'members=Name, post; Name, post' streets='A; B'"),
         .min_args = 2,
         .max_args = 64,
         .optional = JSON | OPTION_BIT(OPT_VERSION_SEEN),
         .run = campaign_set},
        {.name = "campaign list",
         .usage = "CITY",
         .help = N_("the inspections of a city"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON,
         .run = campaign_list},
        {.name = "campaign show",
         .usage = "NUMBER",
         .help = N_("the act of an inspection, as signed or as it would be today"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON,
         .run = campaign_show},
        {.name = "campaign sign",
         .usage = "NUMBER",
         .help = N_("freeze the act; its findings become defects and drafts of orders"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON | OPTION_BIT(OPT_ISSUE) | OPTION_BIT(OPT_VERSION_SEEN),
         .run = campaign_sign},
        {.name = "finding list",
         .usage = "CAMPAIGN",
         .help = N_("what a commission found"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON,
         .run = finding_list},
        {.name = "finding add",
         .usage = "CAMPAIGN OBJECT WHAT PLACE [LATITUDE LONGITUDE]",
         .help = N_("enter what a commission found at one place"),
         .min_args = 4,
         .max_args = 6,
         .optional = JSON | OPTION_BIT(OPT_DANGEROUS) | OPTION_BIT(OPT_MEASURED),
         .run = finding_add},
        {.name = "finding drop",
         .usage = "CAMPAIGN N",
         .help = N_("take a finding out of an act that is not signed"),
         .min_args = 2,
         .max_args = 2,
         .optional = JSON,
         .run = finding_drop},
        {.name = "finding import",
         .usage = "CAMPAIGN FILE",
         .help = N_("enter the rows of a table; all of it or nothing"),
         .min_args = 2,
         .max_args = 2,
         .run = finding_import},
        {0},
};
