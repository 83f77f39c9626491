/* Prints rows of defects, orders and institutions, in columns for people or as JSON for programs.
 */
#include "console/order_cli/order_rows.h"

#include "console/cli/zones_read.h"
#include "console/data/result.h"
#include "console/data/zones.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/when_zone.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"
#include "lib/program/csv.h"
#include "lib/program/table.h"

#include <stdlib.h>
#include <string.h>

/* What stands above the columns; the names are those of the statements. */
static const struct {
	const char *name, *shown;
} columns[] = {
        {"order", N_("order")},
        {"defect", N_("defect")},
        {"number", N_("number")},
        {"state", N_("status")},
        {"due", N_("due")},
        {"institution", N_("institution")},
        {"object", N_("object")},
        {"place", N_("place")},
        {"defects", N_("defects")},
        {"requests", N_("requests")},
        {"what", N_("what is wrong")},
        {"reason", N_("reason")},
        {"by", N_("by")},
        {"issued", N_("issued")},
        {"open", N_("still open")},
        {"overdue", N_("overdue")},
        {"in time", N_("in time")},
        {"late", N_("late")},
        {"rejected", N_("rejected")},
        {"cancelled", N_("cancelled")},
        {"median days", N_("median days")},
        {"protocols", N_("protocols")},
        {"rulings", N_("rulings")},
        {"enforced", N_("enforced")},
        {"repeated", N_("repeated")},
        {"round", N_("round")},
        {"day", N_("day")},
        {"title", N_("title")},
        {"places", N_("places")},
        {"km", N_("km")},
        {"m", N_("m")},
        {"found", N_("found")},
        {"closed", N_("closed")},
        {"campaign", N_("campaign")},
        {"first day", N_("first day")},
        {"last day", N_("last day")},
        {"members", N_("members")},
        {"streets", N_("streets")},
        {"findings", N_("findings")},
        {"orders", N_("orders")},
        {"signed", N_("signed")},
        {"measured", N_("measured")},
        {"photo", N_("photo")},
        {"stage", N_("shows")},
        {"file", N_("file")},
        {"name", N_("name")},
        {"bytes", N_("bytes")},
        {"put there by", N_("put there by")},
        {"signature", N_("signature")},
};

static const char *say(const char *column, const char *value)
{
	static char due[WHEN_LOCAL_SIZE];

	for (size_t i = 0; !value && i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strcmp(columns[i].name, column) == 0)
			return _(columns[i].shown);
	if (!value)
		return column;
	if (strcmp(column, "signature") == 0 && strcmp(value, "not verified") == 0)
		return _("not verified");
	if (strcmp(column, "!") == 0)
		return strcmp(value, "late") == 0 ? "!!" : *value ? "!" : "";
	if (strcmp(column, "due") != 0 || !*value)
		return value;
	when_until_sorted(strtoll(value, NULL, 10), zones_first(), due);
	return due;
}

static void print_csv(const PGresult *res)
{
	struct buf out = {0};

	csv_heading(&out, res);
	for (int i = 0; i < PQntuples(res); i++)
		csv_line(&out, res, i);
	fputs(out.data, stdout);
	buf_release(&out);
}

enum exit_code order_rows(struct cli *cli, const char *shown, const char *from, int n,
                          const char *const *params)
{
	bool json = cli->value[OPT_JSON] != NULL, csv = cli->value[OPT_CSV] != NULL;
	char *sql = xasprintf("select %s from %s", json || csv ? "*" : shown, from);
	enum exit_code status;
	PGresult *res = db_call(cli->conn, sql, n, params, &status);

	free(sql);
	if (!res)
		return status;
	for (int i = 0; json && i < PQntuples(res); i++)
		table_json_line(result_object(res, i));
	if (csv)
		print_csv(res);
	if (!json && !csv) {
		zones_read(cli);
		table_print(res, say);
		zones_release();
	}
	PQclear(res);
	return EXIT_OK;
}

char *words_joined(int argc, char **args, const char *between)
{
	struct buf text = {0};

	buf_adds(&text, "");
	for (int i = 0; i < argc; i++)
		buf_addf(&text, "%s%s", i ? between : "", args[i]);
	return buf_steal(&text);
}
