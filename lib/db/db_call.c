/* Sends a statement and waits for its answer. */
#include "lib/db/db_call.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_error.h"
#include "lib/db/db_params.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

PGconn *db_call_open(const struct settings *settings, const char *appname)
{
	const char *language = settings->language ? settings->language : "uk";
	const char *names[] = {"connect_timeout", "client_encoding", "fallback_application_name",
	                       "dbname", NULL};
	struct db_params values = {0};
	enum exit_code status;
	PGconn *conn;
	PGresult *res;

	db_params_int(&values, (settings->connect_timeout + 999) / 1000);
	db_params_text(&values, "UTF8");
	db_params_text(&values, appname);
	db_params_text(&values, settings->database);
	conn = PQconnectdbParams(names, values.text, 1);
	if (PQstatus(conn) != CONNECTION_OK) {
		char *why = trimmed(PQerrorMessage(conn));
		log_warnx(_("cannot connect to the database: %s"), why);
		free(why);
		PQfinish(conn);
		return NULL;
	}
	PQsetNoticeReceiver(conn, on_notice, NULL);
	res = db_call(conn, "select set_config('varta.lang', $1, false)", 1, &language, &status);
	if (!res) {
		PQfinish(conn);
		return NULL;
	}
	PQclear(res);
	return conn;
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

static char *sentence(const struct db_error *error)
{
	char *text = db_error_text(error);
	char *visible = trimmed(text);

	free(text);
	if (!lacks_schema(error->sqlstate))
		return visible;
	text = xasprintf(_("the database's schema is missing or old (%s): run '%s'"), visible,
	                 "vartactl schema upgrade");
	free(visible);
	return text;
}

static void explain(PGconn *conn, const PGresult *res, struct refusal *refusal)
{
	struct db_error error = {.sqlstate = ""};
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);

	/* libpq gives no SQLSTATE where the connection went */
	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s", sqlstate ? sqlstate : "08006");
	error.message = message ? xstrdup(message) : trimmed(PQerrorMessage(conn));
	error.detail = detail ? xstrdup(detail) : NULL;
	memcpy(refusal->sqlstate, error.sqlstate, sizeof(refusal->sqlstate));
	refusal->status = exitcode_of(error.sqlstate);
	refusal->request = db_error_request(&error);
	refusal->text = sentence(&error);
	free(error.message);
	free(error.detail);
}

PGresult *db_call_try(PGconn *conn, const char *sql, int nparams, const char *const params[],
                      struct refusal *refusal)
{
	PGresult *res = PQexecParams(conn, sql, nparams, NULL, params, NULL, NULL, 0);

	if (PQresultStatus(res) == PGRES_TUPLES_OK || PQresultStatus(res) == PGRES_COMMAND_OK)
		return res;
	explain(conn, res, refusal);
	PQclear(res);
	return NULL;
}

PGresult *db_call(PGconn *conn, const char *sql, int nparams, const char *const params[],
                  enum exit_code *status)
{
	struct refusal refusal = {.text = NULL};
	PGresult *res = db_call_try(conn, sql, nparams, params, &refusal);

	if (res)
		return res;
	log_warnx("%s", refusal.text);
	*status = refusal.status;
	free(refusal.text);
	return NULL;
}
