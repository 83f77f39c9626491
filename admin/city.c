/* vartactl city: the cities that this database serves. */
#include "admin/vartactl.h"
#include "lib/i18n.h"

static enum exit_code add(struct ctl *ctl, int argc, char **args)
{
	const char *tz = ctl->value[OPT_TZ];
	const char *params[] = {args[0], ctl->value[OPT_NAME], ctl->value[OPT_NAME_EN],
	                        tz ? tz : "Europe/Kyiv"};

	return ctl_run(ctl, "select api.city_add($1, $2, $3, $4)", 4, params);
}

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(ctl, "select * from api.cities_list()", 0, NULL);
}

static enum exit_code set(struct ctl *ctl, int argc, char **args)
{
	json_t *settings = ctl_assignments(argc - 1, args + 1);

	if (!settings)
		return EXIT_USAGE;
	return ctl_change(ctl, "select api.city_set($1, $2::jsonb)", args[0], settings);
}

const struct command city_commands[] = {
        {.words = "city add",
         .usage = "CODE --name NAME --name-en NAME [--tz ZONE]",
         .help = N_("add a city with the default categories and units"),
         .min_args = 1,
         .max_args = 1,
         .required = OPTION_BIT(OPT_NAME) | OPTION_BIT(OPT_NAME_EN),
         .optional = OPTION_BIT(OPT_TZ),
         .run = add},
        {.words = "city list",
         .usage = "[--json]",
         .help = N_("list the cities"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {.words = "city set",
         .usage = "CODE KEY=VALUE ...",
         .help = N_("change settings of a city"),
         .min_args = 2,
         .max_args = 64,
         .run = set},
        {0},
};
