/* varta answer-file: a file that a unit without operators attached to its answer, as it came.
 * Nobody has verified a signature in it, and nothing here opens it. */
#include "console/cli/command.h"
#include "console/cli/file_write.h"
#include "lib/base/i18n.h"
#include "lib/db/db_call.h"
#include "lib/db/db_result.h"

static enum exit_code answer_file(struct cli *cli, int argc, char **args)
{
	struct buf file = {0};
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select api.answer_file($1::bigint, $2::bigint) as data",
	                        2, (const char *const[]){args[0], args[1]}, &status);

	if (!res)
		return status;
	db_result_bytes(res, 0, "data", &file);
	PQclear(res);
	status = file_write(args[2], file.data, file.len) ? EXIT_OK : EXIT_FAILED;
	buf_release(&file);
	return status;
}

const struct command answer_file_commands[] = {
        {.name = "answer-file",
         .usage = "NUMBER FILE PATH",
         .help = N_("write a file that came with an answer to a path; - is standard output"),
         .min_args = 3,
         .max_args = 3,
         .run = answer_file},
        {0},
};
