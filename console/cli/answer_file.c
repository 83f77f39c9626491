/* varta answer-file: a file that a unit without operators attached to its answer, as it came.
 * Nobody has verified a signature in it, and nothing here opens it. */
#include "console/cli/command.h"
#include "console/cli/file_write.h"
#include "lib/base/i18n.h"

static enum exit_code answer_file(struct cli *cli, int argc, char **args)
{
	return file_write_value(cli, "select api.answer_file($1::bigint, $2::bigint) as data", 2,
	                        (const char *const[]){args[0], args[1]}, args[2]);
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
