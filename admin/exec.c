/* The connection, the one function that executes SQL, and what a refusal means as exit status. */
#include "admin/vartactl.h"
#include "lib/buf.h"
#include "lib/dberror.h"
#include "lib/i18n.h"
#include "lib/log.h"
#include "lib/text.h"
#include "lib/xmalloc.h"

/* SQLSTATEs, or their first two characters, and the exit status that they lead to. */
static const struct {
	const char *sqlstate;
	enum exit_code status;
} statuses[] = {
        {"VA001", EXIT_NOT_FOUND}, {"VA004", EXIT_DENIED},   {"VA005", EXIT_CONFLICT},
        {"42501", EXIT_DENIED},    {"40001", EXIT_CONFLICT}, {"23505", EXIT_CONFLICT},
        {"42710", EXIT_CONFLICT},  {"08", EXIT_OFFLINE},     {"57P01", EXIT_OFFLINE},
        {"57P02", EXIT_OFFLINE},   {"57P03", EXIT_OFFLINE},
};

static enum exit_code status_of(const char *sqlstate)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strncmp(sqlstate, statuses[i].sqlstate, strlen(statuses[i].sqlstate)) == 0)
			return statuses[i].status;
	return EXIT_FAILED;
}

static char *trimmed(const char *message)
{
	size_t len = strlen(message);

	while (len > 0 && strchr("\r\n ", message[len - 1]))
		len--;
	return text_visible(message, len, TEXT_ONE_LINE);
}

static void on_notice(void *arg, const PGresult *res)
{
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	if (severity && message && strcmp(severity, "WARNING") == 0)
		log_warnx("%s", message);
}

bool ctl_connect(struct ctl *ctl)
{
	char timeout[16];
	const char *language = ctl->settings.language ? ctl->settings.language : "uk";
	const char *names[] = {"connect_timeout", "client_encoding", "fallback_application_name",
	                       "dbname", NULL};
	const char *values[] = {timeout, "UTF8", "vartactl", ctl->settings.database, NULL};

	snprintf(timeout, sizeof(timeout), "%d", (ctl->settings.connect_timeout + 999) / 1000);
	ctl->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(ctl->conn) != CONNECTION_OK) {
		char *why = trimmed(PQerrorMessage(ctl->conn));
		log_warnx(_("cannot connect to the database: %s"), why);
		free(why);
		return false;
	}
	PQsetNoticeReceiver(ctl->conn, on_notice, NULL);
	return ctl_run(ctl, "select set_config('varta.lang', $1, false)", 1, &language) == EXIT_OK;
}

/* Whether what was asked for is not there at all: no schema, or an older one. */
static bool lacks_schema(const char *sqlstate)
{
	static const char *const states[] = {"3F000", "42883", "42P01", "42703"};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(sqlstate, states[i]) == 0)
			return true;
	return false;
}

/* Complains and sets the status. */
static void refuse(struct ctl *ctl, const PGresult *res)
{
	struct db_error error = {.sqlstate = ""};
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);

	/* libpq gives no SQLSTATE where the connection went */
	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s", sqlstate ? sqlstate : "08006");
	error.message = message ? xstrdup(message) : trimmed(PQerrorMessage(ctl->conn));
	error.detail = detail ? xstrdup(detail) : NULL;
	char *text = dberror_text(&error);
	char *visible = trimmed(text);
	if (lacks_schema(error.sqlstate))
		log_warnx(_("the database's schema is missing or old (%s): run '%s'"), visible,
		          "vartactl schema upgrade");
	else
		log_warnx("%s", visible);
	ctl->status = status_of(error.sqlstate);
	free(visible);
	free(text);
	free(error.message);
	free(error.detail);
}

PGresult *ctl_exec(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	PGresult *res = PQexecParams(ctl->conn, sql, nparams, NULL, params, NULL, NULL, 0);

	if (PQresultStatus(res) == PGRES_TUPLES_OK || PQresultStatus(res) == PGRES_COMMAND_OK)
		return res;
	refuse(ctl, res);
	PQclear(res);
	return NULL;
}

enum exit_code ctl_run(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	PGresult *res = ctl_exec(ctl, sql, nparams, params);

	if (!res)
		return ctl->status;
	PQclear(res);
	return EXIT_OK;
}

enum exit_code ctl_list(struct ctl *ctl, const char *sql, int nparams, const char *const params[])
{
	PGresult *res = ctl_exec(ctl, sql, nparams, params);

	if (!res)
		return ctl->status;
	if (ctl->options.value[OPT_JSON])
		table_print_json(res);
	else
		table_print(res);
	PQclear(res);
	return EXIT_OK;
}

enum exit_code ctl_change(struct ctl *ctl, const char *sql, const char *name, json_t *settings)
{
	char *text = json_dumps(settings, JSON_COMPACT);
	enum exit_code status = ctl_run(ctl, sql, 2, (const char *const[]){name, text});

	free(text);
	json_decref(settings);
	return status;
}

char *ctl_cities(const struct ctl *ctl)
{
	struct buf b = {0};

	buf_addc(&b, '{');
	for (size_t i = 0; i < ctl->options.ncities; i++) {
		buf_adds(&b, i ? ",\"" : "\"");
		for (const char *c = ctl->options.cities[i]; *c; c++) {
			if (*c == '"' || *c == '\\')
				buf_addc(&b, '\\');
			buf_addc(&b, *c);
		}
		buf_addc(&b, '"');
	}
	buf_addc(&b, '}');
	return buf_steal(&b);
}

/* NULL where the text begins like JSON but is none. */
static json_t *value_of(const char *text)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return json_boolean(*text == 't');
	return *text == '{' ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : json_string(text);
}

/* Adds one KEY=VALUE; returns what is wrong with it, or NULL. */
static const char *add_assignment(json_t *object, const char *text)
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text)
		return _("this is not KEY=VALUE");
	size_t len = (size_t)(equals - text);
	if (!utf8_valid(text, strlen(text), NULL))
		return _("this is not valid UTF-8");
	char *key = xstrndup(text, len);
	bool twice = json_object_get(object, key) != NULL;
	json_t *value = value_of(equals + 1);
	bool bad = json_object_set_new(object, key, value) != 0;
	free(key);
	if (bad)
		return _("the value is no JSON object");
	return twice ? _("this key is given twice") : NULL;
}

json_t *ctl_assignments(int argc, char **args)
{
	json_t *object = json_object();

	for (int i = 0; i < argc; i++) {
		const char *wrong = add_assignment(object, args[i]);
		if (!wrong)
			continue;
		char *shown = text_visible(args[i], strlen(args[i]), TEXT_ONE_LINE);
		log_warnx("'%s': %s", shown, wrong);
		free(shown);
		json_decref(object);
		return NULL;
	}
	return object;
}
