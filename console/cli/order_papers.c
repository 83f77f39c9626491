/* varta order pdf: the paper of an order, as it was made. */
#include "console/cli/command.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_call.h"

#include <stdio.h>
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

const struct command order_paper_commands[] = {
        {.name = "order pdf",
         .usage = "NUMBER FILE",
         .help = N_("write the PDF of an order to a file; - is standard output"),
         .min_args = 2,
         .max_args = 2,
         .run = order_pdf},
        {0},
};
