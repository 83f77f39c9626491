/* Sends a statement and waits for its answer. */
#include "lib/db/db_call.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_certain.h"
#include "lib/db/db_error.h"
#include "lib/db/db_hosts.h"
#include "lib/db/db_wait.h"

#include <libpq-events.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *trimmed(const char *message)
{
	size_t len = strlen(message);

	while (len > 0 && strchr("\r\n ", message[len - 1]))
		len--;
	return text_visible(message, len, TEXT_ONE_LINE);
}

/* What is known of a connection beside libpq's part; libpq keeps it. */
struct talk {
	bool patient; /* a statement may take its time */
	bool doubt;   /* a wait for the standby was cancelled, */
	bool late;    /* by us, since it took too long */
};

static int on_event(PGEventId id, void *info, void *unused)
{
	if (id == PGEVT_CONNDESTROY) {
		const PGEventConnDestroy *end = info;

		free(PQinstanceData(end->conn, on_event));
	}
	return 1;
}

static void on_notice(void *arg, const PGresult *res)
{
	const char *severity = PQresultErrorField(res, PG_DIAG_SEVERITY_NONLOCALIZED);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	struct talk *talk = arg;

	if (db_certain_is_doubt(res))
		talk->doubt = true;
	else if (severity && message && strcmp(severity, "WARNING") == 0)
		log_warnx("%s", message);
}

static void complain(char *why)
{
	log_warnx(_("cannot connect to the database: %s"), why);
	free(why);
}

/* Opens a connection to the first host that takes changes. */
static PGconn *connect_somewhere(const struct settings *settings, const char *appname)
{
	struct db_hosts hosts = {0};
	char *why = NULL;
	PGconn *conn;

	do {
		free(why);
		why = NULL;
		conn = db_hosts_start(&hosts, settings->database, appname);
		if (!db_wait_connected(conn, settings->connect_timeout)) {
			why = PQstatus(conn) == CONNECTION_BAD
			              ? trimmed(PQerrorMessage(conn))
			              : xstrdup(_("the server does not answer"));
			PQfinish(conn);
			conn = NULL;
		}
	} while (!conn && db_hosts_next(&hosts));
	db_hosts_release(&hosts);
	if (!conn)
		complain(why);
	return conn;
}

PGconn *db_call_open(const struct settings *settings, const char *appname, enum db_call_pace pace)
{
	const char *language = settings->language ? settings->language : "uk";
	PGconn *conn = connect_somewhere(settings, appname);
	struct talk *talk;
	enum exit_code status;
	PGresult *res;

	if (!conn)
		return NULL;
	talk = xcalloc(1, sizeof(*talk));
	talk->patient = pace == DB_CALL_PATIENT;
	if (!PQregisterEventProc(conn, on_event, "varta", NULL) ||
	    !PQsetInstanceData(conn, on_event, talk))
		xmalloc_fail();
	PQsetNoticeReceiver(conn, on_notice, talk);
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

/* Of a statement that begins with a call of api or audit: the roles that it is for, as a DETAIL of
 * ours, '["moderator, officer"]'. NULL: it is not known. The caller frees it. */
static char *roles_of(PGconn *conn, const char *sql)
{
	static const char ask[] = "select array_to_string(api.who_may($1), ', ')";
	const char *call = strstr(sql, "api.") ? strstr(sql, "api.") : strstr(sql, "audit.");
	const char *begin = call ? strchr(call, '.') + 1 : "";
	char *name = xstrndup(begin, strcspn(begin, "( "));
	const char *const params[] = {name};
	enum db_wait_end end;
	PGresult *res = db_wait_answer(conn, ask, 1, params, false, &end);
	bool known = PQntuples(res) == 1 && *PQgetvalue(res, 0, 0);
	char *detail = known ? xasprintf("[\"%s\"]", PQgetvalue(res, 0, 0)) : NULL;

	PQclear(res);
	free(name);
	return detail;
}

static void explain(PGconn *conn, const PGresult *res, const char *sql, struct refusal *refusal)
{
	struct db_error error = {.sqlstate = ""};
	const char *sqlstate = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(res, PG_DIAG_MESSAGE_DETAIL);

	/* libpq gives no SQLSTATE where the connection went */
	snprintf(error.sqlstate, sizeof(error.sqlstate), "%s", sqlstate ? sqlstate : "08006");
	error.message = message ? xstrdup(message) : trimmed(PQerrorMessage(conn));
	error.detail = detail                       ? xstrdup(detail)
	               : db_error_is_denied(&error) ? roles_of(conn, sql)
	                                            : NULL;
	memcpy(refusal->sqlstate, error.sqlstate, sizeof(refusal->sqlstate));
	refusal->status = exitcode_of(error.sqlstate);
	refusal->request = db_error_request(&error);
	refusal->text = sentence(&error);
	free(error.message);
	free(error.detail);
}

static void refuse(struct refusal *refusal, const char *sqlstate, const char *text)
{
	*refusal = (struct refusal){.status = EXIT_OFFLINE, .text = xstrdup(text)};
	snprintf(refusal->sqlstate, sizeof(refusal->sqlstate), "%s", sqlstate);
}

static PGresult *answer_to(PGconn *conn, const char *sql, int nparams, const char *const params[],
                           struct refusal *refusal)
{
	struct talk *talk = PQinstanceData(conn, on_event);
	enum db_wait_end end = DB_WAIT_ANSWERED;
	PGresult *res = db_wait_answer(conn, sql, nparams, params, talk->patient, &end);
	bool good =
	        PQresultStatus(res) == PGRES_TUPLES_OK || PQresultStatus(res) == PGRES_COMMAND_OK;

	talk->late = end == DB_WAIT_CANCELLED;
	if (good)
		return res;
	if (end == DB_WAIT_SILENT)
		refuse(refusal, "08006", _("the database does not answer"));
	else if (end == DB_WAIT_CANCELLED)
		refuse(refusal, "57014", _("it took too long and was cancelled: nothing was done"));
	else
		explain(conn, res, sql, refusal);
	PQclear(res);
	return NULL;
}

/* What was done in doubt is certain as soon as a standby has taken a later change. */
static bool make_certain(PGconn *conn)
{
	struct talk *talk = PQinstanceData(conn, on_event);
	struct refusal refusal = {.text = NULL};
	PGresult *res;

	if (talk->late)
		return false;
	talk->doubt = false;
	res = answer_to(conn, db_certain.sql, 0, NULL, &refusal);
	PQclear(res);
	free(refusal.text);
	return res && !talk->doubt;
}

PGresult *db_call_try(PGconn *conn, const char *sql, int nparams, const char *const params[],
                      struct refusal *refusal)
{
	struct talk *talk = PQinstanceData(conn, on_event);
	const struct db_error doubt = {.sqlstate = DB_UNCERTAIN};
	PGresult *res;
	char *text;

	talk->doubt = false;
	res = answer_to(conn, sql, nparams, params, refusal);
	if (!res || !talk->doubt || make_certain(conn))
		return res;
	PQclear(res);
	text = db_error_text(&doubt);
	refuse(refusal, DB_UNCERTAIN, text);
	free(text);
	return NULL;
}

PGresult *db_call(PGconn *conn, const char *sql, int nparams, const char *const params[],
                  enum exit_code *status)
{
	struct refusal refusal = {.text = NULL};
	PGresult *res = db_call_try(conn, sql, nparams, params, &refusal);

	*status = EXIT_OK;
	if (res)
		return res;
	log_warnx("%s", refusal.text);
	*status = refusal.status;
	free(refusal.text);
	return NULL;
}

bool db_call_is_lost(const struct refusal *refusal)
{
	static const char *const known[] = {DB_UNCERTAIN, "57014", "25006"};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(refusal->sqlstate, known[i]) == 0)
			return false;
	return refusal->status == EXIT_OFFLINE;
}
