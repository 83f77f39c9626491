/* varta claim: 'give me the next one'. */
#include "console/cli/command.h"
#include "console/data/result.h"
#include "console/filter/filter.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_call.h"
#include "lib/db/db_result.h"
#include "lib/program/table.h"

#include <jansson.h>
#include <stdlib.h>

static void print(const struct cli *cli, const PGresult *res)
{
	char *number = result_text(res, 0, "id");

	if (cli->value[OPT_JSON]) {
		table_json_line(result_object(res, 0));
	} else {
		printf(_("%lld: it is yours now"), strtoll(number, NULL, 10));
		putchar('\n');
	}
	free(number);
}

static enum exit_code claim(struct cli *cli, int argc, char **args)
{
	char *json = NULL;
	const char *filter = cli->value[OPT_FILTER];
	enum exit_code status = EXIT_OK;
	char *complaint = filter_compile(&filter_requests, filter ? filter : "", NULL, &json);
	PGresult *res;

	if (complaint) {
		log_warnx("%s", complaint);
		free(complaint);
		return EXIT_USAGE;
	}
	res = db_call(cli->conn, "select * from api.claim_next($1::jsonb)", 1,
	              (const char *const[]){json}, &status);
	free(json);
	if (!res)
		return status;
	if (PQntuples(res) == 1 && db_result_text(res, 0, "id")) {
		print(cli, res);
	} else {
		log_warnx("%s", _("nothing here is without an operator"));
		status = EXIT_NOT_FOUND;
	}
	PQclear(res);
	return status;
}

const struct command claim_commands[] = {
        {.name = "claim",
         .usage = "",
         .help = N_("take the first request that is nobody's"),
         .optional = 1 << OPT_JSON | 1 << OPT_FILTER,
         .run = claim},
        {0},
};
