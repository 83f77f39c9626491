/* vartactl streets: the gazetteer of a city. */
#include "admin/command/vartactl.h"
#include "admin/streets/streets.h"
#include "lib/base/i18n.h"

const struct subcommand street_commands[] = {
        {.words = "streets import",
         .usage = "CITY FILE --source NAME [--licence TEXT] [--date DAY]"
                  " [--kind streets|houses|renamings|places] [--fields FIELD=COLUMN,...] [--whole] "
                  "[--dry-run]",
         .help = N_("take a city's streets, houses, renamings or places from a file"),
         .min_args = 2,
         .max_args = 2,
         .required = OPTION_BIT(OPT_SOURCE),
         .optional = OPTION_BIT(OPT_LICENCE) | OPTION_BIT(OPT_DATE) | OPTION_BIT(OPT_KIND) |
                     OPTION_BIT(OPT_FIELDS) | OPTION_BIT(OPT_WHOLE) | OPTION_BIT(OPT_DRY_RUN),
         .run = streets_import},
        {.words = "streets list",
         .usage = "CITY [--json]",
         .help = N_("list what a city's streets and houses were taken from"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = call_list,
         .sql = "select * from api.streets_list($1)",
         .params_n = 1,
         .params = {CALL_ARG(0)}},
        {0},
};
