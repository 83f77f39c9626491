/* vartactl district: the polygons of a city's districts. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"

const struct subcommand district_commands[] = {
        {.words = "district import",
         .usage = "CITY FILE",
         .help = N_("take a city's districts from a GeoJSON file"),
         .min_args = 2,
         .max_args = 2,
         .run = call_import,
         .sql = "select outcome, code, name, coalesce(reason, '') as note"
                " from api.district_import($1, $2::jsonb)",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {.words = "district list",
         .usage = "CITY [--json]",
         .help = N_("list the districts of a city"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select code, name from api.districts($1) order by code",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {0},
};
