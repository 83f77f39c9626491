/* varta newsletter, newsletter-recall: what a district officer writes to those who subscribed. */
#include "console/cli/command.h"
#include "console/reply/text_input.h"
#include "lib/base/i18n.h"
#include "lib/db/db_call.h"
#include "lib/db/db_result.h"

#include <stdio.h>
#include <string.h>

/* '-' is no beat: it goes to the whole city. */
static enum exit_code send(struct cli *cli, int argc, char **args)
{
	struct buf text = {0};
	enum exit_code status = EXIT_FAILED;
	PGresult *res = NULL;

	if (text_input(cli->value[OPT_FILE], &text)) {
		const char *params[] = {args[0], strcmp(args[1], "-") == 0 ? NULL : args[1],
		                        args[2], text.data ? text.data : ""};

		res = db_call(cli->conn, "select api.newsletter_send($1, $2, $3, $4)", 4, params,
		              &status);
	}
	buf_release(&text);
	if (!res)
		return status;
	printf(_("newsletter %s is on its way\n"), db_value_text(res));
	PQclear(res);
	return EXIT_OK;
}

static enum exit_code recall(struct cli *cli, int argc, char **args)
{
	const char *params[] = {args[0]};
	enum exit_code status;
	PGresult *res =
	        db_call(cli->conn, "select api.newsletter_recall($1::bigint)", 1, params, &status);

	if (!res)
		return status;
	printf(_("newsletter %s is taken back\n"), args[0]);
	PQclear(res);
	return EXIT_OK;
}

const struct command newsletter_commands[] = {
        {.name = "newsletter",
         .usage = "CITY BEAT SUBJECT",
         .help = N_("write to those who read the newsletters of a beat; of '-': of the city"),
         .min_args = 3,
         .max_args = 3,
         .optional = 1 << OPT_FILE,
         .run = send},
        {.name = "newsletter-recall",
         .usage = "NUMBER",
         .help = N_("take a newsletter back before it leaves"),
         .min_args = 1,
         .max_args = 1,
         .run = recall},
        {0},
};
