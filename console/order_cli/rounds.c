/* varta round: the places that an officer looks at on one day, in the order of the way. */
#include "console/cli/days_typed.h"
#include "console/cli/file_write.h"
#include "console/data/statements.h"
#include "console/order/round_sheet.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_array.h"
#include "lib/db/db_call.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUND_COLUMNS                                                                              \
	"id as round, day, title, officer as who, seen || '/' || places as places, "               \
	"round(metres / 1000.0, 1) as km, case when closed then '+' else '' end as closed"
#define PLACE_COLUMNS                                                                              \
	"n, metres as \"m\", coalesce(outcome_name, '') as found, defect, "                        \
	"case when dangerous then '!' else '' end as \"!\", object_name as object, what, place, "  \
	"order_name as number"

/* Both or neither of the numbers in '50.45,30.52'; false after a complaint. */
static bool split_point(const char *text, char lat[32], char lon[32])
{
	if (!text || sscanf(text, "%31[-0-9.],%31[-0-9.]", lat, lon) == 2)
		return true;
	log_warnx(_("'%s' is no point; latitude,longitude, such as 50.45,30.52"), text);
	return false;
}

static enum exit_code round_make(struct cli *cli, int argc, char **args)
{
	char day[WHEN_DATE_SIZE] = "", lat[32] = "", lon[32] = "";
	enum exit_code status;
	char *defects;

	if (!day_typed(cli, cli->value[OPT_DAY], day))
		return EXIT_USAGE;
	if (!split_point(cli->value[OPT_START], lat, lon))
		return EXIT_USAGE;
	defects = words_joined(argc - 1, args + 1, ",");
	status = order_rows(cli, ROUND_COLUMNS,
	                    "api.round_make($1, nullif($2, '')::date, "
	                    "string_to_array(nullif($3, ''), ',')::bigint[], coalesce($4, ''), $5, "
	                    "nullif($6, '')::float8, nullif($7, '')::float8)",
	                    7,
	                    (const char *const[]){args[0], day, defects, cli->value[OPT_NOTE],
	                                          cli->value[OPT_DISTRICT], lat, lon});
	free(defects);
	return status;
}

static enum exit_code round_list(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, ROUND_COLUMNS, "api.rounds($1, $2::boolean)", 2,
	                  (const char *const[]){args[0], cli->value[OPT_ALL] ? "true" : "false"});
}

static enum exit_code round_show(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, PLACE_COLUMNS, "api.round_places($1::bigint)", 1,
	                  (const char *const[]){args[0]});
}

/* Where what is written goes: standard output, where no path is named. */
static const char *path_of(int argc, char **args)
{
	return argc == 2 ? args[1] : "-";
}

static enum exit_code round_print(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, queries[QUERY_ROUND_SHEET].sql, 1,
	                        (const char *const[]){args[0]}, &status);
	char *page;

	if (!res)
		return status;
	page = round_sheet(res, args[0]);
	PQclear(res);
	status = file_write(path_of(argc, args), page, strlen(page)) ? EXIT_OK : EXIT_FAILED;
	free(page);
	return status;
}

static enum exit_code round_gpx(struct cli *cli, int argc, char **args)
{
	return file_write_value(cli, queries[QUERY_ROUND_GPX].sql, 1,
	                        (const char *const[]){args[0]}, path_of(argc, args));
}

static enum exit_code round_enter(struct cli *cli, int argc, char **args)
{
	struct buf words = {0};
	enum exit_code status;

	for (int i = 1; i < argc; i++)
		db_array_adds(&words, args[i]);
	status = order_rows(cli, ROUND_COLUMNS, "api.round_note($1::bigint, $2::text[])", 2,
	                    (const char *const[]){args[0], db_array_end(&words)});
	buf_release(&words);
	return status;
}

static enum exit_code round_close(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, ROUND_COLUMNS, "api.round_close($1::bigint, $2::integer)", 2,
	                  (const char *const[]){args[0], cli->value[OPT_VERSION_SEEN]});
}

#define ONE .min_args = 1, .max_args = 1

const struct command round_commands[] = {
        {.name = "round make",
         .usage = "CITY [DEFECT...]",
         .help = N_("make a round of these defects, or of what waits longest for a look"),
         .min_args = 1,
         .max_args = 101,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_DAY) | OPTION_BIT(OPT_DISTRICT) |
                     OPTION_BIT(OPT_START) | OPTION_BIT(OPT_NOTE),
         .run = round_make},
        {.name = "round list",
         .usage = "CITY",
         .help = N_("the rounds that are not closed, with --all the others, too"),
         ONE,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_ALL),
         .run = round_list},
        {.name = "round show",
         .usage = "NUMBER",
         .help = N_("the places of a round, in the order of the way"),
         ONE,
         .optional = OPTION_BIT(OPT_JSON),
         .run = round_show},
        {.name = "round print",
         .usage = "NUMBER [PATH]",
         .help = N_("a page to take along, to be printed"),
         .min_args = 1,
         .max_args = 2,
         .run = round_print},
        {.name = "round gpx",
         .usage = "NUMBER [PATH]",
         .help = N_("a round as GPX, for a map on a telephone"),
         .min_args = 1,
         .max_args = 2,
         .run = round_gpx},
        {.name = "round enter",
         .usage = "NUMBER PLACE=OUTCOME...",
         .help = N_("enter what was found: '1=confirmed 2=mended 3=conf,depth=12:a note'"),
         .min_args = 2,
         .max_args = 101,
         .optional = OPTION_BIT(OPT_JSON),
         .run = round_enter},
        {.name = "round close",
         .usage = "NUMBER",
         .help = N_("close a round; where nobody has been is free for another one"),
         ONE,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_VERSION_SEEN),
         .run = round_close},
        {0},
};
