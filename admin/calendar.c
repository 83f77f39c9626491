/* vartactl calendar: days off, and working days that were moved. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"

const struct subcommand calendar_commands[] = {
        {.words = "calendar list",
         .usage = "COUNTRY YEAR [--json]",
         .help = N_("list the days off and the moved working days of a year"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select day, name, working, moved from api.calendar($1, make_date($2::integer, 1, "
                "1), make_date($2::integer, 12, 31))",
         .params_n = 2,
         .params = {CALL_ARG(0), CALL_ARG(1)}},
        {.words = "calendar set",
         .usage = "COUNTRY DAY NAME [--name-en NAME] [--working]",
         .help = N_("make a day a day off, or a weekend a working day"),
         .min_args = 3,
         .max_args = 3,
         .optional = OPTION_BIT(OPT_NAME_EN) | OPTION_BIT(OPT_WORKING),
         .run = call_run,
         .sql = "select api.calendar_set($1, $2::date, $3, coalesce($4, ''), coalesce($5, "
                "'false')::boolean)",
         .params_n = 5,
         .params = {CALL_ARG(0), CALL_ARG(1), CALL_ARG(2), OPT_NAME_EN, OPT_WORKING}},
        {.words = "calendar clear",
         .usage = "COUNTRY DAY",
         .help = N_("make a day an ordinary one again"),
         .min_args = 2,
         .max_args = 2,
         .run = call_run,
         .sql = "select api.calendar_set($1, $2::date, null)",
         .params_n = 2,
         .params = {CALL_ARG(0), CALL_ARG(1)}},
        {0},
};
