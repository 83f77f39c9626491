/* Writes pages of the register into a file, one behind the other. */
#include "console/order/order_export.h"

#include "console/data/result.h"
#include "console/data/session.h"
#include "console/order/register.h"
#include "console/terminal/term.h"
#include "console/ui/console.h"
#include "console/ui/ui.h"
#include "lib/base/file_why.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 1000, MODE = 0600 };

struct export
{
	struct ui *ui;
	FILE *file;
	char *path, *filter;
	bool json;
	long long rows;
};

static void end(struct export *e, const char *why)
{
	bool failed = fclose(e->file) != 0;

	if (!why && failed)
		why = file_why(errno);
	if (why)
		ui_say(e->ui, STYLE_ERROR, _("cannot write '%s': %s"), e->path, why);
	else
		ui_say(e->ui, STYLE_GOOD,
		       ngettext("%s: %lld order", "%s: %lld orders", (unsigned long)e->rows),
		       e->path, e->rows);
	e->ui->dirty = true;
	free(e->path);
	free(e->filter);
	free(e);
}

static void write_json(const struct export *e, const PGresult *res)
{
	for (int i = 0; i < PQntuples(res); i++) {
		json_t *object = result_object(res, i);
		json_dumpf(object, e->file, JSON_COMPACT);
		fputc('\n', e->file);
		json_decref(object);
	}
}

static void write_csv(const struct export *e, const PGresult *res)
{
	struct buf out = {0};

	if (e->rows == 0)
		csv_heading(&out, res);
	for (int i = 0; i < PQntuples(res); i++)
		csv_line(&out, res, i);
	fwrite(out.data ? out.data : "", 1, out.len, e->file);
	buf_release(&out);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error);

static void ask(struct export *e, const char *key, int64_t id)
{
	struct db_params params = {0};

	db_params_text(&params, e->filter);
	db_params_text(&params, key);
	db_params_id(&params, id);
	db_params_int(&params, PAGE);
	session_query(e->ui->session, QUERY_ORDERS_PAGE, params.text, answered, e);
}

static void answered(void *arg, const PGresult *res, const struct db_error *error)
{
	struct export *e = arg;
	int n = error ? 0 : PQntuples(res);

	if (error) {
		char *why = db_error_text(error);
		end(e, why);
		free(why);
		return;
	}
	if (e->json)
		write_json(e, res);
	else
		write_csv(e, res);
	e->rows += n;
	if (ferror(e->file))
		end(e, file_why(errno));
	else if (n == PAGE)
		ask(e, db_result_text(res, n - 1, "due_key"), db_result_int(res, n - 1, "id"));
	else
		end(e, NULL);
}

bool order_export(struct console *console, const char *path)
{
	const char *dot = strrchr(path, '.');
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	struct export *e;

	if (fd < 0) {
		ui_say(console->ui, STYLE_ERROR, _("cannot write it: %s"), file_why(errno));
		return false;
	}
	e = xcalloc(1, sizeof(*e));
	e->ui = console->ui;
	e->file = fdopen(fd, "w");
	e->path = xstrdup(path);
	e->filter = xstrdup(console->orders->json);
	e->json = dot && strcmp(dot, ".json") == 0;
	ask(e, NULL, 0);
	return true;
}
