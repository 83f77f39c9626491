/* varta order file, varta order files: papers that came under a qualified signature, or as a PDF,
 * kept with an order as they came. Nobody has verified a signature, which each line says. */
#include "console/cli/file_read.h"
#include "console/cli/file_write.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/db/db_params.h"

#include <string.h>

#define FILE_COLUMNS                                                                               \
	"file, name, bytes, \"by\" as \"put there by\","                                           \
	" case when verified then '' else 'not verified' end as signature"

enum { FILE_MAX = 5 * 1024 * 1024 };

static enum exit_code order_file(struct cli *cli, int argc, char **args)
{
	const char *slash = strrchr(args[1], '/');
	struct db_params params = {0};
	struct buf file = {0};
	enum exit_code status = EXIT_FAILED;

	if (file_read(args[1], FILE_MAX, &file)) {
		db_params_text(&params, args[0]);
		db_params_text(&params, slash ? slash + 1 : args[1]);
		db_params_bytes(&params, file.len ? file.data : "", file.len);
		status = order_rows(cli, FILE_COLUMNS, "api.order_file($1, $2, $3::bytea)", 3,
		                    params.text);
		db_params_release(&params);
	}
	buf_release(&file);
	return status;
}

static enum exit_code order_files(struct cli *cli, int argc, char **args)
{
	if (argc == 3)
		return file_write_value(cli, "select api.order_file_data($1, $2::bigint) as data",
		                        2, (const char *const[]){args[0], args[1]}, args[2]);
	if (argc == 2) {
		log_warnx("%s", _("say where the file is to be written: NUMBER FILE PATH; - is "
		                  "standard output"));
		return EXIT_USAGE;
	}
	return order_rows(cli, FILE_COLUMNS, "api.order_files($1)", 1,
	                  (const char *const[]){args[0]});
}

const struct command order_file_commands[] = {
        {.name = "order file",
         .usage = "NUMBER FILE",
         .help = N_("put a PDF or a signed file (.p7s, .asice) to an order, as it came"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_JSON),
         .run = order_file},
        {.name = "order files",
         .usage = "NUMBER [FILE PATH]",
         .help = N_("the files of an order, or one of them written to a path"),
         .min_args = 1,
         .max_args = 3,
         .optional = OPTION_BIT(OPT_JSON),
         .run = order_files},
        {0},
};
