/* vartactl publish: the static trees of what is public. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	return ctl_list(
	        ctl,
	        "select city, source, lang, url, active, waiting, rebuild,"
	        " date_trunc('second', to_timestamp(built)) as built from api.publish_list()",
	        0, NULL);
}

static enum exit_code rebuild(struct ctl *ctl, int argc, char **args)
{
	return ctl_run(ctl, "select api.publish_rebuild($1)", 1, (const char *const[]){args[0]});
}

const struct subcommand publish_commands[] = {
        {.words = "publish list",
         .usage = "[--json]",
         .help = N_("list the static trees"),
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {.words = "publish rebuild",
         .usage = "SOURCE",
         .help = N_("make the static tree of a source from scratch"),
         .min_args = 1,
         .max_args = 1,
         .run = rebuild},
        {0},
};
