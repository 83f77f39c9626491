/* vartactl city: the cities that this database serves. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"

const struct subcommand city_commands[] = {
        {.words = "city add",
         .usage = "CODE --name NAME --name-en NAME [--tz ZONE]",
         .help = N_("add a city with the default categories and units"),
         .min_args = 1,
         .max_args = 1,
         .required = OPTION_BIT(OPT_NAME) | OPTION_BIT(OPT_NAME_EN),
         .optional = OPTION_BIT(OPT_TZ),
         .run = call_run,
         .sql = "select api.city_add($1, $2, $3, coalesce($4, 'Europe/Kyiv'))",
         .params_n = 4,
         .params = {CALL_ARG(0), OPT_NAME, OPT_NAME_EN, OPT_TZ}},
        {.words = "city list",
         .usage = "[--json]",
         .help = N_("list the cities"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select * from api.cities_list()"},
        {.words = "city set",
         .usage = "CODE KEY=VALUE ...",
         .help = N_("change settings of a city"),
         .min_args = 2,
         .max_args = 64,
         .run = call_set,
         .sql = "select api.city_set($1, $2::jsonb)",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {0},
};
