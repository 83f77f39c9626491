/* varta defect, varta institutions: what is wrong at which place, and who owns it. */
#include "console/filter/filter.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"

#include <stdint.h>
#include <stdlib.h>

#define DEFECT_COLUMNS                                                                             \
	"id as defect, state_name as state, case when dangerous then '!' else '' end as \"!\","    \
	" object_name as object, what, place, requests, order_name as number, owner as "           \
	"institution"

static enum exit_code defect_list(struct cli *cli, int argc, char **args)
{
	char *text = words_joined(argc, args, " "), *filter;
	char *complaint = filter_compile(&filter_orders, text, NULL, &filter);
	enum exit_code status = EXIT_USAGE;

	free(text);
	if (complaint)
		log_warnx("%s", complaint);
	else
		status = order_rows(cli, DEFECT_COLUMNS,
		                    "api.defects_page($1::jsonb, null, false, 1000)", 1,
		                    (const char *const[]){filter});
	free(complaint);
	free(filter);
	return status;
}

static enum exit_code defect_add(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, DEFECT_COLUMNS,
	                  "api.defect_add($1, $2, $3, $4, $5::float8, $6::float8, $7::boolean, "
	                  "$8::bigint)",
	                  8,
	                  (const char *const[]){args[0], args[1], args[2], args[3], args[4],
	                                        args[5],
	                                        cli->value[OPT_DANGEROUS] ? "true" : "false",
	                                        cli->value[OPT_REQUEST]});
}

static enum exit_code defect_verify(struct cli *cli, int argc, char **args)
{
	enum exit_code worst = EXIT_OK;

	for (int i = 0; i < argc - 1 && worst != EXIT_OFFLINE; i++) {
		enum exit_code status = order_rows(
		        cli, DEFECT_COLUMNS, "api.defect_do($1::bigint, $2::integer, $3, $4, $5)",
		        5,
		        (const char *const[]){args[i], cli->value[OPT_VERSION_SEEN], args[argc - 1],
		                              cli->value[OPT_NOTE], cli->value[OPT_MEASURED]});
		if (status > worst)
			worst = status;
	}
	return worst;
}

static enum exit_code defect_undo(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, DEFECT_COLUMNS, "api.defect_undo($1::bigint, $2::integer)", 2,
	                  (const char *const[]){args[0], cli->value[OPT_VERSION_SEEN]});
}

static enum exit_code defect_join(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, DEFECT_COLUMNS, "api.defect_about($1::bigint, $2::bigint)", 2,
	                  (const char *const[]){args[0], args[1]});
}

static enum exit_code institutions(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, "code, name, email, phone, active, open_orders as \"open\"",
	                  "api.institutions($1)", 1, (const char *const[]){args[0]});
}

const struct command defect_commands[] = {
        {.name = "defect list",
         .usage = "[WORD...]",
         .help = N_("defects: 'state:reported object:sign'"),
         .max_args = INT32_MAX,
         .optional = OPTION_BIT(OPT_JSON),
         .run = defect_list},
        {.name = "defect add",
         .usage = "CITY OBJECT WHAT PLACE LATITUDE LONGITUDE",
         .help = N_("enter what is wrong at a place, in words of your own"),
         .min_args = 6,
         .max_args = 6,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_DANGEROUS) | OPTION_BIT(OPT_REQUEST),
         .run = defect_add},
        {.name = "defect verify",
         .usage = "NUMBER... confirmed|unfounded|mended|foreign",
         .help = N_("note what was found at the place"),
         .min_args = 2,
         .max_args = INT32_MAX,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_VERSION_SEEN) | OPTION_BIT(OPT_NOTE) |
                     OPTION_BIT(OPT_MEASURED),
         .run = defect_verify},
        {.name = "defect undo",
         .usage = "NUMBER",
         .help = N_("take back what you did last with a defect"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_VERSION_SEEN),
         .run = defect_undo},
        {.name = "defect join",
         .usage = "NUMBER REQUEST",
         .help = N_("note that a request is about this defect, too"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_JSON),
         .run = defect_join},
        {.name = "institutions",
         .usage = "CITY",
         .help = N_("the institutions of a city, which get orders"),
         .min_args = 1,
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = institutions},
        {0},
};
