/* varta order pdf, link, unlink, varta campaign pdf: papers as they were made, and the link by
 * which the owner of a thing reads an order and answers. */
#include "console/cli/file_write.h"
#include "console/order_cli/order_commands.h"
#include "lib/base/i18n.h"
#include "lib/db/db_call.h"

#include <stdio.h>
#include <stdlib.h>

static enum exit_code order_pdf(struct cli *cli, int argc, char **args)
{
	return file_write_value(cli, "select pdf as data from api.order_pdf($1)", 1,
	                        (const char *const[]){args[0]}, args[1]);
}

static enum exit_code campaign_pdf(struct cli *cli, int argc, char **args)
{
	return file_write_value(cli, "select pdf as data from api.campaign_pdf($1::bigint)", 1,
	                        (const char *const[]){args[0]}, args[1]);
}

/* The address, where this configuration says of the daemon how the world finds it; otherwise what
 * follows it. */
static enum exit_code order_link(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select api.order_link($1)", 1,
	                        (const char *const[]){args[0]}, &status);
	const char *base = cli->settings->public_url ? cli->settings->public_url : "";
	size_t len = strlen(base);

	if (!res)
		return status;
	while (len && base[len - 1] == '/')
		len--;
	printf("%.*s/link/%s\n", (int)len, base, PQgetvalue(res, 0, 0));
	PQclear(res);
	return EXIT_OK;
}

static enum exit_code order_unlink(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select api.order_unlink($1)", 1,
	                        (const char *const[]){args[0]}, &status);

	if (!res)
		return status;
	printf(ngettext("%s link opens nothing from now on\n",
	                "%s links open nothing from now on\n",
	                strtoul(PQgetvalue(res, 0, 0), NULL, 10)),
	       PQgetvalue(res, 0, 0));
	PQclear(res);
	return EXIT_OK;
}

const struct command order_paper_commands[] = {
        {.name = "order pdf",
         .usage = "NUMBER FILE",
         .help = N_("write the PDF of an order to a file; - is standard output"),
         .min_args = 2,
         .max_args = 2,
         .run = order_pdf},
        {.name = "order link",
         .usage = "NUMBER",
         .help = N_("print a new link by which the owner reads an order and answers"),
         .min_args = 1,
         .max_args = 1,
         .run = order_link},
        {.name = "order unlink",
         .usage = "NUMBER",
         .help = N_("make all links to an order open nothing"),
         .min_args = 1,
         .max_args = 1,
         .run = order_unlink},
        {.name = "campaign pdf",
         .usage = "NUMBER FILE",
         .help = N_("write the PDF of a signed act to a file; - is standard output"),
         .min_args = 2,
         .max_args = 2,
         .run = campaign_pdf},
        {0},
};
