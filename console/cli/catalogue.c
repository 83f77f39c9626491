/* varta stats, units, reasons, …: short lists out of the database. */
#include "console/cli/command.h"
#include "console/data/status.h"
#include "lib/base/i18n.h"
#include "lib/db/db_call.h"
#include "lib/program/table.h"

#include <string.h>

/* The columns' names; listed to reach the catalogue. */
static const char *const columns[] = {
        N_("city"),         N_("status"), N_("requests"), N_("late"),     N_("code"),
        N_("name"),         N_("kind"),   N_("text"),     N_("unit"),     N_("login"),
        N_("roles"),        N_("part"),   N_("received"), N_("answered"), N_("rejected"),
        N_("median_hours"), N_("source"), N_("state"),    N_("number"),   N_("attempts"),
        N_("reason"),       N_("beat"),   N_("subject"),  N_("author"),   N_("mails"),
        N_("sent"),         N_("failed")};

static const char *heading(const char *column)
{
	if (strcmp(column, "open") == 0) /* otherwise it is what a key does */
		return _("still open");
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		if (strcmp(columns[i], column) == 0)
			return _(columns[i]);
	return column;
}

static const char *say(const char *column, const char *value)
{
	if (!value)
		return heading(column);
	return strcmp(column, "status") == 0 ? status_word(status_find(value)) : value;
}

static const char *say_person(const char *column, const char *value)
{
	return !value && strcmp(column, "name") == 0 ? _("full name") : say(column, value);
}

/* $1 is the city, null where none was named. */
static const struct catalogue_query {
	const char *name;
	const char *sql;
	table_say *say;
} queries[] = {
        {"stats", "select city, status, n as requests, late from api.badges($1)", say},
        {"statistics",
         "select part, code, name, received, open, late, answered, rejected, median_hours"
         " from api.statistics(jsonb_strip_nulls(jsonb_build_object('city', $1::text)), 30)",
         say},
        {"outbox",
         "select seq, city, source, state, request_id as number, attempts, reason"
         " from api.outbox(jsonb_strip_nulls(jsonb_build_object('city', $1::text)))",
         say},
        {"newsletters",
         "select id as number, city, beat, subject, author, state, mails, sent, failed"
         " from api.newsletters($1)",
         say},
        {"units", "select city, code, name, kind from api.units($1)", say},
        {"categories", "select city, code, name, kind from api.categories($1)", say},
        {"districts", "select city, code, name from api.districts($1)", say},
        {"reasons", "select code, name, text from api.reasons()", say},
        {"cities", "select code, name from api.cities()", say},
        {"me", "select login, full_name as name, to_jsonb(roles) as roles, unit from api.me()",
         say_person},
};

static const struct catalogue_query *find(const char *name)
{
	const struct catalogue_query *query = queries;

	while (strcmp(query->name, name) != 0)
		query++;
	return query;
}

static enum exit_code print(struct cli *cli, int argc, char **args)
{
	const char *params[] = {argc > 0 ? args[0] : NULL};
	enum exit_code status;
	const struct catalogue_query *query = find(cli->command->name);
	PGresult *res = db_call(cli->conn, query->sql, cli->command->max_args, params, &status);

	if (!res)
		return status;
	for (int i = 0; cli->value[OPT_JSON] && i < PQntuples(res); i++)
		table_json_line(table_object(res, i));
	if (!cli->value[OPT_JSON])
		table_print(res, query->say);
	PQclear(res);
	return EXIT_OK;
}

#define OF_CITY(NAME, HELP)                                                                        \
	{                                                                                          \
		.name = (NAME), .usage = "[CITY]", .help = (HELP), .max_args = 1,                  \
		.optional = 1 << OPT_JSON, .run = print                                            \
	}
#define OF_ALL(NAME, HELP)                                                                         \
	{                                                                                          \
		.name = (NAME), .usage = "", .help = (HELP), .optional = 1 << OPT_JSON,            \
		.run = print                                                                       \
	}

const struct command catalogue_commands[] = {
        OF_CITY("stats", N_("how many requests are open, and how many of them late")),
        OF_CITY("statistics", N_("what came in within 30 days, and what became of it")),
        OF_CITY("outbox", N_("the outbox: what leaves for the sites, and what was given up")),
        OF_CITY("newsletters", N_("what district officers wrote, and whom it reached")),
        OF_CITY("units", N_("the units that requests are referred to")),
        OF_CITY("categories", N_("the categories of requests")),
        OF_CITY("districts", N_("the districts of your cities")),
        OF_ALL("reasons", N_("the reasons to reject a request")),
        OF_ALL("cities", N_("your cities")),
        OF_ALL("me", N_("who you are here, and your roles")),
        {0},
};
