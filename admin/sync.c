/* vartactl sync: what has to leave and did not arrive, and another try for what was given up. */
#include "admin/command/vartactl.h"
#include "lib/base/i18n.h"
#include "lib/db/db_result.h"

#include <stdlib.h>

static enum exit_code list(struct ctl *ctl, int argc, char **args)
{
	json_t *filter = argc == 1 ? json_pack("{s:[s]}", "source", args[0]) : json_object();
	char *text = json_dumps(filter, JSON_COMPACT);
	enum exit_code status =
	        ctl_list(ctl,
	                 "select seq, city, source, request_id as request, status, state, attempts,"
	                 " date_trunc('second', to_timestamp(next)) as next, reason"
	                 " from api.outbox($1::jsonb)",
	                 1, (const char *const[]){text});

	free(text);
	json_decref(filter);
	return status;
}

static enum exit_code replay(struct ctl *ctl, int argc, char **args)
{
	const char *params[] = {args[0], argc == 2 ? args[1] : NULL};
	PGresult *res = ctl_exec(ctl, "select api.outbox_replay($2::bigint, $1)", 2, params);
	unsigned long n;

	if (!res)
		return ctl->status;
	n = (unsigned long)db_value_int(res, 0);
	printf(ngettext("%lu is tried again\n", "%lu are tried again\n", n), n);
	PQclear(res);
	return EXIT_OK;
}

const struct subcommand sync_commands[] = {
        {.words = "sync list",
         .usage = "[SOURCE] [--json]",
         .help = N_("list what was not delivered to the sources, and why"),
         .max_args = 1,
         .optional = OPTION_BIT(OPT_JSON),
         .run = list},
        {.words = "sync replay",
         .usage = "SOURCE [NUMBER]",
         .help = N_("deliver again what was given up"),
         .min_args = 1,
         .max_args = 2,
         .run = replay},
        {0},
};
