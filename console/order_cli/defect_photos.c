/* varta defect photo, varta defect show: what an officer saw at a place, as pictures and as facts.
 */
#include "console/cli/file_read.h"
#include "console/order/thing_detail.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "console/order_cli/photo_lines.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"
#include "lib/db/db_params.h"
#include "lib/program/table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PHOTO_MAX = 10 * 1024 * 1024, NEVER_WRAPPED = 1 << 30 };

/* What pictures begin with. What is none is told here, by its name, before it is sent. */
static bool is_picture(const struct buf *file)
{
	const char *s = file->data;

	return file->len > 12 &&
	       (memcmp(s, "\xFF\xD8\xFF", 3) == 0 || memcmp(s, "\x89PNG\r\n\x1A\n", 8) == 0 ||
	        (memcmp(s, "RIFF", 4) == 0 && memcmp(s + 8, "WEBP", 4) == 0));
}

static bool read_picture(const char *path, struct buf *file)
{
	if (!file_read(path, PHOTO_MAX, file))
		return false;
	if (!is_picture(file))
		log_warnx(_("'%s' is neither a JPEG nor a PNG nor a WebP"), path);
	return is_picture(file);
}

static enum exit_code defect_photo(struct cli *cli, int argc, char **args)
{
	bool before = cli->value[OPT_BEFORE], after = cli->value[OPT_AFTER];
	struct db_params params = {0};
	struct buf file = {0};
	enum exit_code status = EXIT_FAILED;

	if (before == after) {
		log_warnx("%s",
		          _("say whether the photo shows the place --before or --after it was "
		            "mended"));
		return EXIT_USAGE;
	}
	if (read_picture(args[1], &file)) {
		db_params_text(&params, args[0]);
		db_params_text(&params, before ? "before" : "after");
		db_params_bytes(&params, file.data, file.len);
		status = order_rows(cli, PHOTO_COLUMNS,
		                    "api.defect_photo($1::bigint, $2, $3::bytea)", 3, params.text);
		db_params_release(&params);
	}
	buf_release(&file);
	return status;
}

static void print_facts(const struct thing_detail *detail)
{
	struct lines lines;
	char *name = thing_name_of(THING_DEFECT, detail->thing->id, "");

	lines_init(&lines, NEVER_WRAPPED);
	puts(name);
	thing_lines(detail, &lines, time(NULL));
	for (size_t i = 0; i < lines.n; i++)
		printf("%*s%s\n", lines.v[i].indent, "", lines.v[i].text);
	lines_release(&lines);
	free(name);
}

static enum exit_code show(struct cli *cli, const char *number)
{
	struct thing_detail detail = {0};
	enum exit_code status;
	PGresult *res = db_call(cli->conn, "select api.defect_detail($1::bigint)", 1,
	                        (const char *const[]){number}, &status);
	json_t *photos = NULL;

	if (!res)
		return status;
	if (!thing_detail_take(&detail, THING_DEFECT, res, NULL))
		status = EXIT_FAILED;
	PQclear(res);
	if (status == EXIT_OK)
		photos = photo_lines_ask(cli, "api.defect_photos($1::bigint)", number, &status);
	if (photos && cli->value[OPT_JSON]) {
		json_object_set(detail.json, "photo_list", photos);
		table_json_line(json_incref(detail.json));
	} else if (photos) {
		print_facts(&detail);
		photo_lines_print(cli, photos);
	}
	json_decref(photos);
	thing_detail_release(&detail);
	return status;
}

static enum exit_code defect_show(struct cli *cli, int argc, char **args)
{
	enum exit_code status = EXIT_OK;

	for (int i = 0; i < argc && status == EXIT_OK; i++) {
		if (i && !cli->value[OPT_JSON])
			putchar('\n');
		status = show(cli, args[i]);
	}
	return status;
}

const struct command defect_photo_commands[] = {
        {.name = "defect photo",
         .usage = "NUMBER FILE",
         .help = N_("put a photo of the place there: --before or --after it was mended"),
         .min_args = 2,
         .max_args = 2,
         .optional = OPTION_BIT(OPT_JSON) | OPTION_BIT(OPT_BEFORE) | OPTION_BIT(OPT_AFTER),
         .run = defect_photo},
        {.name = "defect show",
         .usage = "NUMBER...",
         .help = N_("all that is known of a defect, and its photos"),
         .min_args = 1,
         .max_args = INT32_MAX,
         .optional = OPTION_BIT(OPT_JSON),
         .run = defect_show},
        {0},
};
