/* varta order pdf, link, unlink: how an order leaves the house: the paper as it was made, and the
 * link by which its owner reads it and answers. */
#include "console/cli/command.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is there already is written over; '-' is standard output. */
static bool write_file(const char *path, const unsigned char *data, size_t len)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdout : fopen(path, "wbe");
	bool ok = file && fwrite(data, 1, len, file) == len && fflush(file) == 0;

	if (file && !standard)
		ok = fclose(file) == 0 && ok;
	if (!ok)
		log_warn(_("cannot write '%s'"), path);
	return ok;
}

static enum exit_code order_pdf(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select pdf from api.order_pdf($1)", 1,
	                        (const char *const[]){args[0]}, &status);
	unsigned char *data;
	size_t len;

	if (!res)
		return status;
	data = PQunescapeBytea((const unsigned char *)PQgetvalue(res, 0, 0), &len);
	PQclear(res);
	if (!data)
		fatalx("out of memory");
	status = write_file(args[1], data, len) ? EXIT_OK : EXIT_FAILED;
	PQfreemem(data);
	return status;
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
        {0},
};
