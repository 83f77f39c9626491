/* varta show, varta history: requests whole, and what was done with them. */
#include "console/cli/command.h"
#include "console/cli/output.h"
#include "console/filter/ids.h"
#include "console/request/request_detail.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/when.h"
#include "lib/db/db_call.h"
#include "lib/db/db_params.h"
#include "lib/db/db_words.h"
#include "lib/program/table.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

enum { NEVER_WRAPPED = 1 << 30, COLUMNS = 5 };

/* Takes the answer about a request; the table is for what is gathered over several of them. */
typedef void print_request(struct cli *cli, const struct detail *d, struct table *t);

static void print_text(const struct detail *d)
{
	struct lines lines;

	lines_init(&lines, NEVER_WRAPPED);
	printf("%" PRId64 " · %s · %s · %s%s%s\n", d->row->id, status_word(d->row->status),
	       kind_word(d->row->kind), d->row->category, *d->row->operator? " · " : "",
	       d->row->operator);
	detail_lines(d, &lines, time(NULL));
	for (size_t i = 0; i < lines.n; i++)
		printf("%*s%s\n", lines.v[i].indent, "", lines.v[i].text);
	putchar('\n');
	lines_release(&lines);
}

static void print_whole(struct cli *cli, const struct detail *d, struct table *t)
{
	if (!cli->value[OPT_JSON]) {
		print_text(d);
		return;
	}
	json_object_del(json_object_get(d->json, "row"), "due_key");
	table_json_line(json_incref(d->json));
}

static const char *field(const json_t *event, const char *name)
{
	const char *text = json_string_value(json_object_get(event, name));

	return text ? text : "";
}

static void print_event(struct table *t, int64_t id, const json_t *event)
{
	char at[WHEN_LOCAL_SIZE], *words = db_event_words(field(event, "verb"));

	when_local(json_integer_value(json_object_get(event, "at")), at);
	table_number(t, id);
	table_cell(t, at);
	table_cell(t, field(event, "who"));
	table_cell(t, words);
	free(words);
	table_cell(t, field(event, "why"));
}

static void print_events(struct cli *cli, const struct detail *d, struct table *t)
{
	size_t i;
	json_t *event;

	json_array_foreach(json_object_get(d->json, "events"), i, event) {
		if (cli->value[OPT_JSON]) {
			json_object_set_new(event, "request", json_integer(d->row->id));
			table_json_line(json_incref(event));
		} else {
			print_event(t, d->row->id, event);
		}
	}
	table_flush(t);
}

static enum exit_code read_one(struct cli *cli, int64_t id, print_request *print, struct table *t)
{
	struct db_params params = {0};
	struct detail d = {0};
	struct refusal refusal;
	PGresult *res;
	bool good;

	db_params_int(&params, id);
	res = db_call_try(cli->conn, "select api.request($1::bigint)::text", 1, params.text,
	                  &refusal);
	if (!res) {
		log_warnx("%" PRId64 ": %s", id, refusal.text);
		free(refusal.text);
		return refusal.status;
	}
	good = detail_take(&d, res, NULL);
	PQclear(res);
	if (good)
		print(cli, &d, t);
	detail_release(&d);
	return good ? EXIT_OK : EXIT_FAILED;
}

static enum exit_code each(struct cli *cli, int argc, char **args, print_request *print,
                           struct table *t)
{
	struct ids ids = {0};
	enum exit_code worst = ids_read(&ids, argc, args) ? EXIT_OK : EXIT_USAGE;

	for (size_t i = 0; worst != EXIT_USAGE && i < ids.n; i++) {
		enum exit_code status = read_one(cli, ids.v[i].id, print, t);
		if (status > worst)
			worst = status;
		if (status == EXIT_OFFLINE || output_unread())
			break;
	}
	ids_release(&ids);
	return worst;
}

static enum exit_code show(struct cli *cli, int argc, char **args)
{
	return each(cli, argc, args, print_whole, NULL);
}

static enum exit_code history(struct cli *cli, int argc, char **args)
{
	struct table t = {.columns = COLUMNS};
	const char *const heading[COLUMNS] = {_("number"), _("time"), _("who"), _("what"),
	                                      _("why")};
	enum exit_code status;

	for (int i = 0; !cli->value[OPT_JSON] && i < COLUMNS; i++)
		table_cell(&t, heading[i]);
	status = each(cli, argc, args, print_events, &t);
	table_release(&t);
	return status;
}

const struct command show_commands[] = {
        {.name = "show",
         .usage = "ID... | -",
         .help = N_("requests whole: text, place, dates, answers, history"),
         .min_args = 1,
         .max_args = INT32_MAX,
         .optional = 1 << OPT_JSON,
         .run = show},
        {.name = "history",
         .usage = "ID... | -",
         .help = N_("what was done with requests, newest first"),
         .min_args = 1,
         .max_args = INT32_MAX,
         .optional = 1 << OPT_JSON,
         .run = history},
        {0},
};
