/* varta list, varta search: requests page by page, so that the first ones are there at once. */
#include "console/cli/command.h"
#include "console/cli/output.h"
#include "console/cli/zones_read.h"
#include "console/data/result.h"
#include "console/data/zones.h"
#include "console/filter/filter.h"
#include "console/filter/ids.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"
#include "lib/db/db_params.h"
#include "lib/db/db_result.h"
#include "lib/program/table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_PAGE = 50, PAGE = 500, COLUMNS = 8, CURSOR_MAX = 3 };

/* A function that gives pages: $1 is the filter, $2 the limit, $3 what is looked for where text
 * says so; then come the fields of the last row, from which the next page goes on. */
struct page_function {
	const char *sql;
	bool text;
	const char *fields[CURSOR_MAX + 1];
};

/* What a list is asked for: what stays, and from where the next page goes on. */
struct page_query {
	char *filter; /* JSON */
	const char *text;
	char *cursor[CURSOR_MAX];
};

static const struct page_function queue = {
        "select * from api.queue_page($1::jsonb, $3::smallint, $4::timestamptz, $5::bigint, false,"
        " $2::int)",
        false,
        {"rank", "due_key", "id"}};
static const struct page_function found = {
        "select * from api.search($1::jsonb, $3::text, $2::int, $4::bigint)", true, {"id"}};

struct listing {
	struct table table;
	int64_t left; /* rows that are still wanted */
	bool json;
};

static void print_heading(struct table *t)
{
	const char *const heading[COLUMNS] = {_("number"),   _("status"),   _("due"), "!",
	                                      _("category"), _("district"), _("who"), _("subject")};

	for (int i = 0; i < COLUMNS; i++)
		table_cell(t, heading[i]);
}

static void print_row(struct table *t, const struct row *row)
{
	static const char *const signs[] = {[DUE_FAR] = "", [DUE_SOON] = "!", [DUE_LATE] = "!!"};
	char due[WHEN_LOCAL_SIZE] = "";

	if (row->due)
		when_until_sorted(row->due, zones_find(row->city), due);
	table_number(t, row->id);
	table_cell(t, status_word(row->status));
	table_cell(t, due);
	table_cell(t, signs[row->due_state]);
	table_cell(t, row->category);
	table_cell(t, row->district);
	table_cell(t, *row->unit ? row->unit : row->operator);
	table_cell(t, row->title);
}

static void print_page(struct listing *l, const PGresult *res)
{
	int n = PQntuples(res);
	struct row **rows = l->json ? NULL : result_rows(res);

	for (int i = 0; i < n; i++) {
		if (l->json)
			table_json_line(result_object(res, i));
		else
			print_row(&l->table, rows[i]);
	}
	table_flush(&l->table);
	for (int i = 0; rows && i < n; i++)
		row_free(rows[i]);
	free(rows);
	l->left -= n;
}

/* Notes the last row. Returns false where the page is not full: it was the last. */
static bool go_on(const struct page_function *function, const PGresult *res, int rows,
                  struct page_query *wanted)
{
	int last = PQntuples(res) - 1;

	for (int i = 0; last >= 0 && function->fields[i]; i++) {
		const char *value = db_result_text(res, last, function->fields[i]);
		free(wanted->cursor[i]);
		wanted->cursor[i] = xstrdup(value ? value : "");
	}
	return PQntuples(res) >= rows;
}

static PGresult *get_page(struct cli *cli, const struct page_function *function,
                          const struct page_query *wanted, int rows, struct refusal *refusal)
{
	struct db_params params = {0};

	db_params_text(&params, wanted->filter);
	db_params_int(&params, rows);
	if (function->text)
		db_params_text(&params, wanted->text);
	for (int i = 0; function->fields[i]; i++)
		db_params_text(&params, wanted->cursor[i]);
	return db_call_try(cli->conn, function->sql, params.n, params.text, refusal);
}

/* A code in the filter that nobody knows is wrong usage, as an unknown key is. */
static enum exit_code complain(struct refusal *refusal)
{
	bool filter =
	        strcmp(refusal->sqlstate, "VA003") == 0 || strcmp(refusal->sqlstate, "VA006") == 0;

	log_warnx("%s", refusal->text);
	free(refusal->text);
	return filter ? EXIT_USAGE : refusal->status;
}

static enum exit_code pages(struct cli *cli, const struct page_function *function,
                            struct listing *l, struct page_query *wanted)
{
	struct refusal refusal;
	int rows = FIRST_PAGE;

	for (bool more = true; more && l->left > 0 && !output_unread(); rows = PAGE) {
		PGresult *res;
		if (rows > l->left)
			rows = (int)l->left;
		res = get_page(cli, function, wanted, rows, &refusal);
		if (!res)
			return complain(&refusal);
		print_page(l, res);
		more = go_on(function, res, rows, wanted);
		PQclear(res);
	}
	return EXIT_OK;
}

static bool read_limit(const struct cli *cli, int64_t *limit)
{
	const char *text = cli->value[OPT_LIMIT];

	*limit = text ? ids_number(text) : INT64_MAX;
	if (*limit < 1)
		log_warnx(_("'--%s' wants a whole number from 1 on"), "limit");
	return *limit > 0;
}

static enum exit_code print_list(struct cli *cli, const struct page_function *function,
                                 const char *text)
{
	struct page_query wanted = {.text = text};
	struct listing l = {.table.columns = COLUMNS, .json = cli->value[OPT_JSON] != NULL};
	const char *filter = cli->value[OPT_FILTER] ? cli->value[OPT_FILTER] : "";
	char *complaint;
	enum exit_code status;

	if (!read_limit(cli, &l.left))
		return EXIT_USAGE;
	complaint = filter_compile(&filter_requests, filter, NULL, &wanted.filter);
	if (complaint) {
		log_warnx("%s", complaint);
		free(complaint);
		return EXIT_USAGE;
	}
	if (!l.json) {
		zones_read(cli);
		print_heading(&l.table);
	}
	status = pages(cli, function, &l, &wanted);
	free(wanted.filter);
	for (int i = 0; i < CURSOR_MAX; i++)
		free(wanted.cursor[i]);
	table_release(&l.table);
	zones_release();
	return status;
}

static enum exit_code list(struct cli *cli, int argc, char **args)
{
	return print_list(cli, &queue, NULL);
}

static enum exit_code search(struct cli *cli, int argc, char **args)
{
	char *text = xstrdup(args[0]);
	enum exit_code status;

	for (int i = 1; i < argc; i++) {
		char *longer = xasprintf("%s %s", text, args[i]);
		free(text);
		text = longer;
	}
	status = print_list(cli, &found, text);
	free(text);
	return status;
}

enum { LIST_OPTIONS = 1 << OPT_FILTER | 1 << OPT_LIMIT | 1 << OPT_JSON };

const struct command list_commands[] = {
        {.name = "list",
         .usage = "",
         .help = N_("the queue, what is most urgent first"),
         .optional = LIST_OPTIONS,
         .run = list},
        {.name = "search",
         .usage = "WORD...",
         .help = N_("requests with all these words, in whatever form, newest first"),
         .min_args = 1,
         .max_args = INT32_MAX,
         .optional = LIST_OPTIONS,
         .run = search},
        {0},
};
